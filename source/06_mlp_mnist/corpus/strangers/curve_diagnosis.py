# %% wrong: low-and-capacity-swapped | A and B are confused: A settles at 0.75 (too little capacity), B falls along a straight line (steps too small)
# expect: explained
curve_diagnosis = {
    "A": "learning rate too low",
    "B": "capacity too low",
    "C": "overfitting",
    "D": "batch too small",
    "E": "learning rate too high",
}

# %% wrong: jumps-confused | D and E are confused: D jumps but learns (noisy batches), E jumps at the level of guessing (steps too large)
# expect: explained
curve_diagnosis = {"A": "capacity too low", "B": "learning rate too low", "C": "overfitting", "D": "learning rate too high", "E": "batch too small"}

# %% wrong: one-used-twice | "learning rate too high" is given to both jumping runs, so "batch too small" is not used
# expect: explained
curve_diagnosis = {"A": None, "B": None, "C": None, "D": None, "E": None}
curve_diagnosis["A"] = "capacity too low"
curve_diagnosis["B"] = "learning rate too low"
curve_diagnosis["C"] = "overfitting"
curve_diagnosis["D"] = "learning rate too high"
curve_diagnosis["E"] = "learning rate too high"

# %% wrong: own-words | the right diagnoses in the student's own words instead of those of DIAGNOSES
# expect: explained
curve_diagnosis = {"A": "underfitting", "B": "learning rate too small", "C": "Overfitting", "D": "batch size too small", "E": "learning rate too large"}

# %% right: by-index | picked from DIAGNOSES by their places
curve_diagnosis = dict(zip("ABCDE", (DIAGNOSES[i] for i in (3, 0, 4, 2, 1))))

# %% right: updated-in-steps | fills the given dict of None
curve_diagnosis = {"A": None, "B": None, "C": None, "D": None, "E": None}
curve_diagnosis.update(A="capacity too low", B="learning rate too low", C="overfitting")
curve_diagnosis.update(D="batch too small", E="learning rate too high")

# %% wrong: noise-and-long-steps-exchanged | D and E exchanged: jumps at a low level taken for a rate that is too high
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "overfitting",
    "D": "learning rate too high",
    "E": "batch too small",
}

# %% wrong: slow-taken-for-small | A and B exchanged: the level curve of A is called a rate that is too low
# expect: explained
curve_diagnosis = {
    "A": "learning rate too low",
    "B": "capacity too low",
    "C": "overfitting",
    "D": "batch too small",
    "E": "learning rate too high",
}

# %% wrong: overfitting-for-all-gaps | A and C exchanged
# expect: explained
curve_diagnosis = {
    "A": "overfitting",
    "B": "learning rate too low",
    "C": "capacity too low",
    "D": "batch too small",
    "E": "learning rate too high",
}

# %% wrong: overfitting-where-it-jumps | C and D exchanged: the gap in D's jumps is taken for overfitting
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "batch too small",
    "D": "overfitting",
    "E": "learning rate too high",
}

# %% wrong: ten-per-cent-is-low-capacity | A and E exchanged: guessing is taken for too few units
# expect: explained
curve_diagnosis = dict(A="learning rate too high", B="learning rate too low", C="overfitting", D="batch too small", E="capacity too low")

# %% right: zip-of-letters-and-words | dict(zip) with indices into DIAGNOSES
curve_diagnosis = dict(zip("ABCDE", (DIAGNOSES[i] for i in (3, 0, 4, 2, 1))))

# %% wrong: noise-and-long-steps-swapped | D and E are swapped: the level tells noise (D, almost 0) from steps that are too long (E, no better than guessing).
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "overfitting",
    "D": "learning rate too high",
    "E": "batch too small",
}

# %% wrong: slow-and-incapable-swapped | A and B are swapped: A levels off at a high loss (capacity), B still falls along a line (rate too low).
# expect: explained
curve_diagnosis = {
    "A": "learning rate too low",
    "B": "capacity too low",
    "C": "overfitting",
    "D": "batch too small",
    "E": "learning rate too high",
}

# %% wrong: overfitting-for-high-validation-loss | A, whose two losses are close together and high, is called overfitting, and C, whose training loss goes on falling, a lack of capacity.
# expect: explained
curve_diagnosis = {
    "A": "overfitting",
    "B": "learning rate too low",
    "C": "capacity too low",
    "D": "batch too small",
    "E": "learning rate too high",
}

# %% wrong: rates-mixed-up | B and E are swapped: a rate that is too low gives slow smooth lines, one that is too high makes the loss jump.
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too high",
    "C": "overfitting",
    "D": "batch too small",
    "E": "learning rate too low",
}

# %% wrong: gap-taken-for-noise | C is called too small a batch because its curves separate, and D overfitting because its training loss is below its validation loss.
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "batch too small",
    "D": "overfitting",
    "E": "learning rate too high",
}

# %% wrong: guessing-taken-for-lack-of-capacity | E stays at 10 % and is called a lack of capacity, A is taken for a rate that is too high: twice the jumps were not looked at.
# expect: explained
curve_diagnosis = {
    "A": "learning rate too high",
    "B": "learning rate too low",
    "C": "overfitting",
    "D": "batch too small",
    "E": "capacity too low",
}

# %% wrong: used-twice | "learning rate too high" is given to both runs that jump, and "batch too small" to none; every diagnosis is to be used once.
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "overfitting",
    "D": "learning rate too high",
    "E": "learning rate too high",
}

# %% right: zip-of-the-list | The letters are paired with indices into DIAGNOSES.
curve_diagnosis = dict(zip("ABCDE", (DIAGNOSES[i] for i in (3, 0, 4, 2, 1))))

# %% right: by-diagnosis | Written the other way round, by diagnosis, and inverted.
run_of = {
    "learning rate too low": "B",
    "learning rate too high": "E",
    "batch too small": "D",
    "capacity too low": "A",
    "overfitting": "C",
}
curve_diagnosis = {run: diagnosis for diagnosis, run in run_of.items()}

# %% wrong: noise-and-long-steps-confused | D and E are swapped: a jumping loss at a low level is the noise of small batches, one at the level of guessing comes from steps that are too long.
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "overfitting",
    "D": "learning rate too high",
    "E": "batch too small",
}

# %% wrong: slow-and-stuck-confused | A and B are swapped: losses that level off too high lack capacity, those that still fall along a line have too small a rate.
# expect: explained
curve_diagnosis = {
    "A": "learning rate too low",
    "B": "capacity too low",
    "C": "overfitting",
    "D": "batch too small",
    "E": "learning rate too high",
}

# %% wrong: small-batch-for-overfitting | C and D are swapped: the gap of D is taken for overfitting, although the training loss of C is the one that goes on falling while the validation loss stops.
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "batch too small",
    "D": "overfitting",
    "E": "learning rate too high",
}

# %% wrong: order-of-the-list | The diagnoses are given in the order of the list.
# expect: explained
curve_diagnosis = dict(zip("ABCDE", DIAGNOSES))

# %% wrong: accuracy-of-ten-percent-is-low-capacity | E, which stays at guessing, is said to lack capacity, B, which falls least, to have too high a rate, and A too low a one.
# expect: explained
curve_diagnosis = {}
curve_diagnosis["A"] = "learning rate too low"
curve_diagnosis["B"] = "learning rate too high"
curve_diagnosis["C"] = "overfitting"
curve_diagnosis["D"] = "batch too small"
curve_diagnosis["E"] = "capacity too low"

# %% wrong: turned-round | The diagnoses are right, but the dictionary leads from the diagnosis to the letter.
# expect: explained
curve_diagnosis = {
    "capacity too low": "A",
    "learning rate too low": "B",
    "overfitting": "C",
    "batch too small": "D",
    "learning rate too high": "E",
}

# %% wrong: one-used-twice-again | A diagnosis is used twice: both jumping runs are said to have too high a rate, and none too small a batch.
# expect: explained
curve_diagnosis = {"A": "capacity too low", "B": "learning rate too low", "C": "overfitting"}
curve_diagnosis["D"] = curve_diagnosis["E"] = "learning rate too high"

# %% wrong: plateau-is-overfitting | A, whose losses level off, is called overfitting, and C, whose validation loss stops early, lack of capacity.
# expect: explained
curve_diagnosis = dict(
    A="overfitting",
    B="learning rate too low",
    C="capacity too low",
    D="batch too small",
    E="learning rate too high",
)

# %% right: from-the-list | By the positions in DIAGNOSES.
slow, fast, noisy, small, by_heart = DIAGNOSES
curve_diagnosis = {"E": fast, "D": noisy, "C": by_heart, "B": slow, "A": small}

# %% right: zip | Letters and words zipped.
words = "capacity too low,learning rate too low,overfitting,batch too small,learning rate too high"
curve_diagnosis = dict(zip("ABCDE", words.split(",")))

# %% wrong: noise-and-long-steps-exchanged-again | D jumps at a low level (too few examples in a step) and E at the level of guessing (steps too long): the two are exchanged.
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "overfitting",
    "D": "learning rate too high",
    "E": "batch too small",
}

# %% wrong: slow-and-stuck-exchanged | A levels off early at a high loss (capacity), B is still falling along a line (rate too low): the two are exchanged.
# expect: explained
curve_diagnosis = {
    "A": "learning rate too low",
    "B": "capacity too low",
    "C": "overfitting",
    "D": "batch too small",
    "E": "learning rate too high",
}

# %% wrong: every-gap-is-overfitting | D's training loss lies below its validation loss and is taken for overfitting; C, whose validation loss stops, for too few examples in a batch.
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "batch too small",
    "D": "overfitting",
    "E": "learning rate too high",
}

# %% wrong: validation-below-training | In A the validation loss lies below the training loss, which is taken for overfitting; C, whose validation loss stops at 0.45, for lack of capacity.
# expect: explained
curve_diagnosis = {
    "A": "overfitting",
    "B": "learning rate too low",
    "C": "capacity too low",
    "D": "batch too small",
    "E": "learning rate too high",
}

# %% wrong: guessing-means-no-capacity | E never beats guessing and is taken for a network that is too small; A, which levels off, for a rate that is too high.
# expect: explained
curve_diagnosis = {
    "A": "learning rate too high",
    "B": "learning rate too low",
    "C": "overfitting",
    "D": "batch too small",
    "E": "capacity too low",
}

# %% wrong: low-and-high-rate-exchanged | B's line, which hardly falls, and E's jumps around guessing: too low and too high are exchanged, "the loss is too high, so the rate is, too".
# expect: explained
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too high",
    "C": "overfitting",
    "D": "batch too small",
    "E": "learning rate too low",
}

# %% wrong: three-in-a-ring | A, flat, is taken for a rate too low; B, at 26 %, for overfitting; C, whose validation loss stops, for capacity.
# expect: explained
curve_diagnosis = dict(
    A="learning rate too low",
    B="overfitting",
    C="capacity too low",
    D="batch too small",
    E="learning rate too high",
)

# %% right: zip-again | The letters zipped with the indices into DIAGNOSES.
curve_diagnosis = {run: DIAGNOSES[i] for run, i in zip("ABCDE", (3, 0, 4, 2, 1))}

# %% right: by-diagnosis-again | A dictionary from diagnosis to run, turned round.
found = {
    "learning rate too low": "B",
    "learning rate too high": "E",
    "batch too small": "D",
    "capacity too low": "A",
    "overfitting": "C",
}
curve_diagnosis = {run: words for words, run in found.items()}
