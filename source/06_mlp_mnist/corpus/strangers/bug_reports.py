# %% wrong: everything-is-the-rate | blames the learning rate in all five runs: at least four are wrong
# expect: explained
bug_reports = {name: ("training and validation", "learning rate too low") for name in "PQRST"}

# %% wrong: gradient-check-always | looks at the gradient check only: the slope of ReLU in all five runs
# expect: explained
bug_reports = dict.fromkeys("PQRST", ("gradient check", "slope of ReLU left out in backward"))

# %% wrong: checks-and-bugs-exchanged | the bug first, the check second in every pair
# expect: explained
bug_reports = {
    "P": ("starting weights too large", "loss at the start"),
    "Q": ("dropout active in validation", "same images twice"),
    "R": ("slope of ReLU left out in backward", "gradient check"),
    "S": ("steps go uphill", "one small step"),
    "T": ("labels shuffled away from their images", "training and validation"),
}

# %% wrong: last-check-in-place-of-first | names the last check, the curves, for every run, since all bugs show there in the end (at most the run that shows nowhere else is right)
# expect: explained
bug_reports = {
    "P": ("training and validation", "starting weights too large"),
    "Q": ("training and validation", "dropout active in validation"),
    "R": ("training and validation", "bias gradients averaged over the batch"),
    "S": ("training and validation", "steps of one layer not assigned"),
    "T": ("training and validation", "too few images to learn from"),
}

# %% wrong: numbers-of-the-lists | indices into CHECKS and BUGS instead of their words
# expect: explained
bug_reports = {"P": (0, 0), "Q": (1, 2), "R": (2, 3), "S": (3, 5), "T": (5, 8)}

# %% wrong: pairs-that-cannot-go-together | a check that cannot show its bug, in all five: e.g. dropout found by the gradient check
# expect: explained
bug_reports = {
    "P": ("same images twice", "loss summed, not averaged"),
    "Q": ("gradient check", "dropout active in validation"),
    "R": ("loss at the start", "bias gradients averaged over the batch"),
    "S": ("same images twice", "steps go uphill"),
    "T": ("gradient check", "learning rate too low"),
}

# %% right: read-off-by-a-program | open: the table of section 9 as a program over the stored runs (I could not see the runs; thresholds are a guess)
def examine(run):
    before, after = run.small_step
    wrong = [name for name, error in zip(TENSORS, run.gradient_errors) if error > 1e-3]
    tiny = max(run.changes) < 0.1 * max(runs["healthy"].changes)
    if abs(run.start - np.log(10)) > 1:
        return CHECKS[0], BUGS[1] if before > 4 * run.start else BUGS[0]
    if run.twice[0] != run.twice[1]:
        return CHECKS[1], BUGS[2]
    if wrong:
        return CHECKS[2], BUGS[4] if set(wrong) <= {"b1", "b2"} else BUGS[3]
    if after >= before:
        return CHECKS[3], BUGS[5]
    if min(run.changes) == 0:
        return CHECKS[3], BUGS[6]
    if run.by_heart < 1:
        return CHECKS[4], BUGS[7] if tiny else BUGS[8]
    loss, _, train, val = (values[-1] for values in run.curves)
    return CHECKS[5], BUGS[7] if train < 0.9 and abs(train - val) < 0.1 else BUGS[8] if val < 0.5 else BUGS[9]


bug_reports = {name: examine(runs[name]) for name in "PQRST"}

# %% wrong: summed-loss-taken-for-large-weights | R starts at a loss of 46.7 and is called "starting weights too large": the loss is twenty times ln 10, the batch has 20 images, and grows with the batch.
# expect: explained
bug_reports = {
    "P": ("training and validation", "labels shuffled away from their images"),
    "Q": ("gradient check", "slope of ReLU left out in backward"),
    "R": ("loss at the start", "starting weights too large"),
    "S": ("same images twice", "dropout active in validation"),
    "T": ("one small step", "steps of one layer not assigned"),
}

# %% wrong: shuffled-labels-taken-for-too-few-images | P learns its training images and guesses on the others, which is called "too few images": validation worse than chance with the same 200 images as the healthy run means labels off their images.
# expect: explained
bug_reports = {
    "P": ("training and validation", "too few images to learn from"),
    "Q": ("gradient check", "slope of ReLU left out in backward"),
    "R": ("loss at the start", "loss summed, not averaged"),
    "S": ("same images twice", "dropout active in validation"),
    "T": ("one small step", "steps of one layer not assigned"),
}

# %% wrong: bias-gradients-blamed | In Q the gradients of W1 and b1 are wrong and those of W2 and b2 right; "bias gradients averaged" would spare both W.
# expect: explained
bug_reports = {
    "P": ("training and validation", "labels shuffled away from their images"),
    "Q": ("gradient check", "bias gradients averaged over the batch"),
    "R": ("loss at the start", "loss summed, not averaged"),
    "S": ("same images twice", "dropout active in validation"),
    "T": ("one small step", "steps of one layer not assigned"),
}

# %% wrong: most-striking-check-not-the-first | For R, S and T the check is named in which the bug is most striking, not the first in the order of CHECKS that shows it.
# expect: explained
bug_reports = {
    "P": ("training and validation", "labels shuffled away from their images"),
    "Q": ("gradient check", "slope of ReLU left out in backward"),
    "R": ("training and validation", "loss summed, not averaged"),
    "S": ("training and validation", "dropout active in validation"),
    "T": ("training and validation", "steps of one layer not assigned"),
}

# %% wrong: chance-taken-for-a-symptom | S is said to fail "loss at the start", 2.42 for 2.33, and P "seven by heart", where all seven are known: neither is out of the ordinary.
# expect: explained
bug_reports = {
    "P": ("seven by heart", "labels shuffled away from their images"),
    "Q": ("gradient check", "slope of ReLU left out in backward"),
    "R": ("loss at the start", "loss summed, not averaged"),
    "S": ("loss at the start", "dropout active in validation"),
    "T": ("one small step", "steps of one layer not assigned"),
}

# %% wrong: unmoved-layer-taken-for-low-rate | T is called "learning rate too low": W1 and b1 move as in the healthy run, W2 and b2 by exactly 0.
# expect: explained
bug_reports = {
    "P": ("training and validation", "labels shuffled away from their images"),
    "Q": ("gradient check", "slope of ReLU left out in backward"),
    "R": ("loss at the start", "loss summed, not averaged"),
    "S": ("same images twice", "dropout active in validation"),
    "T": ("one small step", "learning rate too low"),
}

# %% wrong: bug-before-check | Every pair has the bug first and the check second: the order is (check, bug).
# expect: explained
bug_reports = {
    "P": ("labels shuffled away from their images", "training and validation"),
    "Q": ("slope of ReLU left out in backward", "gradient check"),
    "R": ("loss summed, not averaged", "loss at the start"),
    "S": ("dropout active in validation", "same images twice"),
    "T": ("steps of one layer not assigned", "one small step"),
}

# %% wrong: uphill-and-dropped-accuracy | S's lower validation accuracy is called "too few images", seen in the last check, and Q's wrong gradient "steps go uphill": two mistakes.
# expect: explained
bug_reports = {
    "P": ("training and validation", "labels shuffled away from their images"),
    "Q": ("gradient check", "steps go uphill"),
    "R": ("loss at the start", "loss summed, not averaged"),
    "S": ("training and validation", "too few images to learn from"),
    "T": ("one small step", "steps of one layer not assigned"),
}

# %% right: by-index | Indices into CHECKS and BUGS.
bug_reports = {
    run: (CHECKS[look], BUGS[bug]) for run, look, bug in [("P", 5, 8), ("Q", 2, 3), ("R", 0, 1), ("S", 1, 2), ("T", 3, 6)]
}

# %% right: lists-added-one-by-one | Lists instead of tuples, filled in run by run.
bug_reports = {}
bug_reports["R"] = ["loss at the start", "loss summed, not averaged"]
bug_reports["S"] = ["same images twice", "dropout active in validation"]
bug_reports["Q"] = ["gradient check", "slope of ReLU left out in backward"]
bug_reports["T"] = ["one small step", "steps of one layer not assigned"]
bug_reports["P"] = ["training and validation", "labels shuffled away from their images"]

# %% wrong: every-check-the-last | The last check that shows the bug is reported in place of the first: for all five runs, the curves.
# expect: explained
bug_reports = {
    "P": ("training and validation", "starting weights too large"),
    "Q": ("training and validation", "dropout active in validation"),
    "R": ("training and validation", "slope of ReLU left out in backward"),
    "S": ("training and validation", "steps of one layer not assigned"),
    "T": ("training and validation", "labels shuffled away from their images"),
}

# %% wrong: pairs-turned-round | Each pair has the bug first and the check second.
# expect: explained
bug_reports = {
    "P": ("starting weights too large", "loss at the start"),
    "Q": ("dropout active in validation", "same images twice"),
    "R": ("bias gradients averaged over the batch", "gradient check"),
    "S": ("steps go uphill", "one small step"),
    "T": ("labels shuffled away from their images", "seven by heart"),
}

# %% wrong: one-bug-for-all | All five runs are reported with the same bug, though each of the bugs is in one run only.
# expect: explained
bug_reports = {name: ("seven by heart", "learning rate too low") for name in "PQRST"}

# %% wrong: numbers-instead-of-words | The positions in CHECKS and BUGS are given, counted from one, in place of the words.
# expect: explained
bug_reports = {"P": (1, 2), "Q": (2, 3), "R": (3, 4), "S": (4, 7), "T": (6, 10)}

# %% wrong: functions-instead-of-names | The functions that were run are given for the checks, not their names.
# expect: explained
bug_reports = {
    "P": (loss_at_the_start, "loss summed, not averaged"),
    "Q": (same_images_twice, "dropout active in validation"),
    "R": (gradient_check, "bias gradients averaged over the batch"),
    "S": (one_small_step, "steps of one layer not assigned"),
    "T": (training_and_validation, "too few images to learn from"),
}

# %% wrong: own-words | The bugs are told in words of one's own, not letter by letter as in BUGS.
# expect: explained
bug_reports = {
    "P": ("loss at the start", "the weights at the start are too large"),
    "Q": ("same images twice", "dropout is still on in validation"),
    "R": ("gradient check", "ReLU's slope is missing"),
    "S": ("one small step", "one layer is not updated"),
    "T": ("training and validation", "too few images"),
}

# %% wrong: bug-of-one-run-forgotten | One run is left at (None, None), since nothing strange was found in it; but each of the five has a bug.
# expect: explained
bug_reports = {
    "P": ("loss at the start", "starting weights too large"),
    "Q": ("same images twice", "dropout active in validation"),
    "R": ("gradient check", "slope of ReLU left out in backward"),
    "S": ("one small step", "steps of one layer not assigned"),
    "T": (None, None),
}

# %% wrong: only-the-curves-looked-at | For all five runs the last check is named, although each of these bugs shows in an earlier one; the first is asked for.
# expect: explained
bug_reports = {
    "P": ("training and validation", "loss summed, not averaged"),
    "Q": ("training and validation", "slope of ReLU left out in backward"),
    "R": ("training and validation", "starting weights too large"),
    "S": ("training and validation", "steps go uphill"),
    "T": ("training and validation", "dropout active in validation"),
}

# %% wrong: bug-before-check-again | Each pair has the bug first and the check second; the text asks for the check and the bug.
# expect: explained
bug_reports = {
    "P": ("slope of ReLU left out in backward", "gradient check"),
    "Q": ("loss summed, not averaged", "loss at the start"),
    "R": ("labels shuffled away from their images", "training and validation"),
    "S": ("dropout active in validation", "same images twice"),
    "T": ("steps of one layer not assigned", "one small step"),
}

# %% wrong: numbers-of-the-lists-again | The pairs hold positions in CHECKS and BUGS instead of their words.
# expect: explained
bug_reports = {"P": (2, 3), "Q": (0, 1), "R": (5, 8), "S": (1, 2), "T": (3, 6)}

# %% wrong: one-bug-for-all-again | All runs that learn badly get the same verdict, although each of the five bugs is in one run only.
# expect: explained
bug_reports = {name: ("training and validation", "learning rate too low") for name in "PQRST"}

# %% wrong: gradient-check-for-every-training-bug | Everything that spoils the steps is looked for in the gradient check; but in these bugs the gradient fits the loss, and it passes.
# expect: explained
bug_reports = {
    "P": ("gradient check", "steps go uphill"),
    "Q": ("gradient check", "learning rate too low"),
    "R": ("gradient check", "steps of one layer not assigned"),
    "S": ("gradient check", "loss summed, not averaged"),
    "T": ("gradient check", "labels shuffled away from their images"),
}

# %% wrong: where-it-hurts-most | Named is a later check in which the bug is seen as well (bad steps, bad learning), or an earlier one that cannot see it; the first that deviates is asked for.
# expect: explained
bug_reports = {
    "P": ("one small step", "slope of ReLU left out in backward"),
    "Q": ("seven by heart", "steps go uphill"),
    "R": ("loss at the start", "labels shuffled away from their images"),
    "S": ("training and validation", "dropout active in validation"),
    "T": ("one small step", "bias gradients averaged over the batch"),
}

# %% wrong: turned-round | The dictionary goes from the bug to the check and the run, not from the run to the check and the bug.
# expect: explained
bug_reports = {
    "slope of ReLU left out in backward": ("gradient check", "P"),
    "loss summed, not averaged": ("loss at the start", "Q"),
    "labels shuffled away from their images": ("training and validation", "R"),
    "dropout active in validation": ("same images twice", "S"),
    "steps of one layer not assigned": ("one small step", "T"),
}

# %% right: diagnosed-by-code | The checks are run in their order by a function that looks at the stored numbers and stops at the first that is odd.
def diagnose(run):
    """Return the first check that is not as in a healthy run, and the bug behind it."""
    before, after = run.small_step
    if not 1.8 < run.start < 3.4:
        # a sum over 200 images is ten times that over 20, a mean stays what it is
        summed = before / run.start > 4
        return "loss at the start", "loss summed, not averaged" if summed else "starting weights too large"
    if run.twice[0] != run.twice[1]:
        return "same images twice", "dropout active in validation"
    errors = dict(zip(TENSORS, run.gradient_errors))
    if max(errors.values()) > 0.01:
        wrong_weights = max(errors["W1"], errors["W2"]) > 0.01
        bug = "slope of ReLU left out in backward" if wrong_weights else "bias gradients averaged over the batch"
        return "gradient check", bug
    if after >= before:
        return "one small step", "steps go uphill"
    if min(run.changes) == 0:
        return "one small step", "steps of one layer not assigned"
    if max(run.changes) < 0.02 * max(runs["healthy"].changes):
        return "one small step", "learning rate too low"
    if 7 * run.by_heart < 5.5:
        return "seven by heart", "learning rate too low"
    loss, _, train, val = (values[-1] for values in run.curves)
    if val < 0.3 and train > val + 0.15:
        return "training and validation", "labels shuffled away from their images"
    if train < 0.8:
        return "training and validation", "learning rate too low"
    return "training and validation", "too few images to learn from"


bug_reports = {name: diagnose(runs[name]) for name in "PQRST"}

# %% right: table-of-suspicions | A table of conditions in the order of the checks; the first that holds for a run is reported.
healthy_run = runs["healthy"]
SUSPICIONS = [
    (0, 1, lambda run: abs(run.start - 2.3) > 1 and run.small_step[0] > 4 * run.start),
    (0, 0, lambda run: abs(run.start - 2.3) > 1),
    (1, 2, lambda run: run.twice[0] != run.twice[1]),
    (2, 3, lambda run: max(run.gradient_errors[0], run.gradient_errors[2]) > 0.01),
    (2, 4, lambda run: max(run.gradient_errors) > 0.01),
    (3, 5, lambda run: run.small_step[1] > run.small_step[0]),
    (3, 6, lambda run: not all(run.changes)),
    (3, 7, lambda run: max(run.changes) < 0.02 * max(healthy_run.changes)),
    (4, 7, lambda run: run.by_heart < 0.8),
    (5, 8, lambda run: run.curves[3][-1] < 0.3 and run.curves[2][-1] > run.curves[3][-1] + 0.15),
    (5, 7, lambda run: run.curves[2][-1] < 0.8),
    (5, 9, lambda run: True),
]
bug_reports = {
    name: next([CHECKS[look], BUGS[bug]] for look, bug, holds in SUSPICIONS if holds(runs[name])) for name in "PQRST"
}
