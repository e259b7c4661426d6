# %% right: literal | one dict
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "overfitting",
    "D": "batch too small",
    "E": "learning rate too high",
}

# %% right: zipped | made of DIAGNOSES
curve_diagnosis = dict(zip("BEDAC", DIAGNOSES))

# %% wrong: unanswered | still None
curve_diagnosis = {"A": None, "B": None, "C": None, "D": None, "E": None}

# %% wrong: in_order | as they are listed
curve_diagnosis = dict(zip("ABCDE", DIAGNOSES))

# %% wrong: fluctuations_swapped | D and E
curve_diagnosis = dict(zip("BDEAC", DIAGNOSES))

# %% wrong: low_swapped | A and B
curve_diagnosis = dict(zip("AEDBC", DIAGNOSES))

# %% wrong: one_twice | overfitting everywhere
curve_diagnosis = dict.fromkeys("ABCDE", "overfitting")

# %% wrong: one_missing | no E
curve_diagnosis = dict(zip("BDAC", ["learning rate too low", "batch too small", "capacity too low", "overfitting"]))

# %% wrong: other_words | not those of DIAGNOSES
curve_diagnosis = {"A": "underfitting", "B": "lr too low", "C": "overfitting", "D": "batch too small", "E": "lr too high"}

# %% right: built_up | entry by entry
curve_diagnosis = {}
for letter, number in zip("ABCDE", (3, 0, 4, 2, 1)):
    curve_diagnosis[letter] = DIAGNOSES[number]

# %% right: numpy_strings | the words come out of an array
words = np.array(DIAGNOSES)
curve_diagnosis = {name: words[i] for name, i in {"A": 3, "B": 0, "C": 4, "D": 2, "E": 1}.items()}

# %% right: more_entries | a remark beside the five
curve_diagnosis = dict(zip("BEDAC", DIAGNOSES)) | {"remark": "C could do with dropout"}
