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
