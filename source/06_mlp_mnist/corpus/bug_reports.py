# %% right: literal | pairs, run by run
bug_reports = {
    "P": ("training and validation", "labels shuffled away from their images"),
    "Q": ("gradient check", "slope of ReLU left out in backward"),
    "R": ("loss at the start", "loss summed, not averaged"),
    "S": ("same images twice", "dropout active in validation"),
    "T": ("one small step", "steps of one layer not assigned"),
}

# %% right: lists_from_the_lists | indices into CHECKS and BUGS, lists for pairs
bug_reports = {}
for name, look, bug in zip("PQRST", (5, 2, 0, 1, 3), (8, 3, 1, 2, 6)):
    bug_reports[name] = [CHECKS[look], BUGS[bug]]

# %% right: numpy_strings | the words come out of arrays
looks, bugs = np.array(CHECKS), np.array(BUGS)
bug_reports = {name: (looks[i], bugs[j]) for name, i, j in [("P", 5, 8), ("Q", 2, 3), ("R", 0, 1), ("S", 1, 2), ("T", 3, 6)]}

# %% right: found_by_numbers | the checks done by a program, run by run
bug_reports = {}
for name, run in runs.items():
    if run.start > 3:
        bug_reports[name] = CHECKS[0], BUGS[1]
    elif run.twice[0] != run.twice[1]:
        bug_reports[name] = CHECKS[1], BUGS[2]
    elif run.gradient_errors.max() > 1e-5:
        bug_reports[name] = CHECKS[2], BUGS[3]
    elif run.changes.min() == 0:
        bug_reports[name] = CHECKS[3], BUGS[6]
    else:
        bug_reports[name] = CHECKS[5], BUGS[8]

# %% right: last_run_first | two dicts, filled from the last run to the first, and joined
looks = dict(zip("TSRQP", [CHECKS[3], CHECKS[1], CHECKS[0], CHECKS[2], CHECKS[5]]))
bugs = dict(zip("TSRQP", [BUGS[6], BUGS[2], BUGS[1], BUGS[3], BUGS[8]]))
bug_reports = {name: (looks[name], bugs[name]) for name in looks}

# %% wrong: unanswered | still None
bug_reports = {name: (None, None) for name in "PQRST"}

# %% wrong: weights_for_the_sum | 46.7 taken for a confident network: 20 images at 2.33 each
bug_reports = dict(zip("PQRST", [(CHECKS[5], BUGS[8]), (CHECKS[2], BUGS[3]), (CHECKS[0], BUGS[0]), (CHECKS[1], BUGS[2]), (CHECKS[3], BUGS[6])]))

# %% wrong: too_few_images | an accuracy of guessing taken for overfitting
bug_reports = dict(zip("PQRST", [(CHECKS[5], BUGS[9]), (CHECKS[2], BUGS[3]), (CHECKS[0], BUGS[1]), (CHECKS[1], BUGS[2]), (CHECKS[3], BUGS[6])]))

# %% wrong: biases_for_the_slope | looks at b1 and not at W1
bug_reports = dict(zip("PQRST", [(CHECKS[5], BUGS[8]), (CHECKS[2], BUGS[4]), (CHECKS[0], BUGS[1]), (CHECKS[1], BUGS[2]), (CHECKS[3], BUGS[6])]))

# %% wrong: uphill_for_stuck | the loss hardly moves in the small step
bug_reports = dict(zip("PQRST", [(CHECKS[5], BUGS[8]), (CHECKS[2], BUGS[3]), (CHECKS[0], BUGS[1]), (CHECKS[1], BUGS[2]), (CHECKS[3], BUGS[5])]))

# %% wrong: all_by_curves | the bugs are right, but only the curves were looked at
bug_reports = {name: (CHECKS[5], BUGS[i]) for name, i in zip("PQRST", (8, 3, 1, 2, 6))}

# %% wrong: later_check | R fails by heart, too, but the loss at the start came first
bug_reports = dict(zip("PQRST", [(CHECKS[5], BUGS[8]), (CHECKS[2], BUGS[3]), (CHECKS[4], BUGS[1]), (CHECKS[1], BUGS[2]), (CHECKS[3], BUGS[6])]))

# %% wrong: in_order | as they are listed
bug_reports = dict(zip("PQRST", zip(CHECKS, BUGS)))

# %% wrong: other_words | not those of the lists
bug_reports = dict.fromkeys("PQRST", ("gradcheck", "backward is wrong"))

# %% wrong: one_missing | no T
bug_reports = {"P": (CHECKS[5], BUGS[8]), "Q": (CHECKS[2], BUGS[3]), "R": (CHECKS[0], BUGS[1]), "S": (CHECKS[1], BUGS[2])}

# %% wrong: bugs_alone | words, not pairs
bug_reports = dict(zip("PQRST", (BUGS[8], BUGS[3], BUGS[1], BUGS[2], BUGS[6])))
