# %% wrong: own-class-and-base-2 | The apple's sum includes the apple itself (+1), and the cat's logarithm is to base 2.
# expect: explained
lecture_slips = {"apple_hinge_loss": 1.43, "cat_cross_entropy": 2.943}

# %% wrong: probability-not-loss | The cat's value is its probability, not minus the logarithm of it.
# expect: explained
lecture_slips = {"apple_hinge_loss": 0.43, "cat_cross_entropy": 0.130}

# %% wrong: key-misspelt | The dict is typed anew, and the key of the apple is misspelt.
# expect: explained
lecture_slips = {"apple_hinge": 0.43, "cat_cross_entropy": 2.04}

# %% wrong: cut-not-rounded | Rounds too early (-ln 0.13 as 2.0), outside of the ±0.005 asked for.
# expect: explained
lecture_slips = {"apple_hinge_loss": 0.43, "cat_cross_entropy": 2.0}

# %% right: by-formula | both computed in place
lecture_slips = {
    "apple_hinge_loss": max(0, 1.3 - 1.87 + 1) + max(0, 0.56 - 1.87 + 1),
    "cat_cross_entropy": float(np.log(np.exp([3.2, 5.1, -1.7]).sum()) - 3.2),
}

# %% right: by-own-functions | NumPy scalars, from the functions written above
lecture_slips = dict(
    apple_hinge_loss=hinge_losses(np.array([[1.87, 1.3, 0.56]]), np.array([0]))[0],
    cat_cross_entropy=cross_entropy_losses(np.array([[3.2, 5.1, -1.7]]), np.array([0]))[0],
)

# %% wrong: cat-still-log-ten | the slip is kept, with more digits: -log10(0.130) = 0.886 for the cat; apple computed
# expect: explained
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": 0.886,
}

# %% wrong: cat-of-the-car | -ln of the car's probability 0.869 in the cat's row: 0.14; apple computed
# expect: explained
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {"apple_hinge_loss": hinge_losses(fruit.scores, fruit.y)[0], "cat_cross_entropy": -np.log(0.869)}

# %% wrong: cat-rounded-to-two | rounds to one digit, 2.0, which is 0.04 off
# expect: explained
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {"apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]), "cat_cross_entropy": 2.0}

# %% wrong: cat-in-bits | logarithm to base 2: 2.94
# expect: explained
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {"apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]), "cat_cross_entropy": 2.944}

# %% wrong: apple-with-its-own-delta | sums also over j = y: the apple's hinge loss is 1 too large
# expect: explained
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {"apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]) + 1.0, "cat_cross_entropy": 2.04}

# %% wrong: apple-mean-over-rivals | divides the apple's loss by its two rivals
# expect: explained
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {"apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]) / 2, "cat_cross_entropy": 2.04}

# %% wrong: apple-has-none | believes the doubled scores: apple's loss 0
# expect: explained
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {"apple_hinge_loss": 0.0, "cat_cross_entropy": 2.04}

# %% wrong: cat-hinge-for-cross-entropy | puts the cat's hinge loss 2.9 in place of its cross-entropy
# expect: explained
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {"apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]), "cat_cross_entropy": 2.9}

# %% right: computed-by-own-functions | open: expressions instead of typed numbers ("as plain numbers"), converted to float
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": float(cross_entropy_losses(cats.scores, cats.y)[0]),
}

# %% right: filled-in-afterwards | leaves the given line and overwrites its two entries
fruit, cats = datasets.apple_banana_pear(), datasets.cat_car_frog()
lecture_slips = {"apple_hinge_loss": None, "cat_cross_entropy": None}
lecture_slips["apple_hinge_loss"] = round(float(hinge_losses(fruit.scores, fruit.y)[0]), 4)
lecture_slips["cat_cross_entropy"] = 2.0404

# %% wrong: two-losses-swapped | The two values stand under each other's name: the apple's loss is the cat's cross-entropy, and the other way round.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(cross_entropy_losses(cats.scores, cats.y)[0]),
    "cat_cross_entropy": float(hinge_losses(fruit.scores, fruit.y)[0]),
}

# %% wrong: hinge-with-own-class | The apple's sum includes the correct class, which adds the margin of 1.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0] + 1.0),
    "cat_cross_entropy": 2.04,
}

# %% wrong: mean-of-the-fruit | The hinge loss is the mean of the three fruits instead of the apple's own.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(np.mean(hinge_losses(fruit.scores, fruit.y))),
    "cat_cross_entropy": float(cross_entropy_losses(cats.scores, cats.y)[0]),
}

# %% wrong: probability-for-cross-entropy | Gives the cat's probability, 0.13, instead of minus its logarithm.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": 0.13,
}

# %% wrong: base-two | Uses the logarithm of base 2 for the cat.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": -np.log2(0.12998),
}

# %% wrong: rounded-to-one-digit | The cross-entropy is rounded to 2.0, which is not within 0.005.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": 2.0,
}

# %% wrong: label-of-the-guess | Minus the logarithm of the probability of the car, which the scores prefer, instead of the cat.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": float(-np.log(softmax(cats.scores)[0].max())),
}

# %% wrong: values-as-text | The values are strings, not plain numbers.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": f"{hinge_losses(fruit.scores, fruit.y)[0]:.2f}",
    "cat_cross_entropy": "2.04",
}

# %% wrong: common-logarithm | The decimal logarithm of the cat's probability, which is just what the slide did.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": float(-np.log10(softmax(cats.scores)[0, cats.y[0]])),
}

# %% right: computed | Computed by the answers above, and turned into plain numbers.
lecture_slips = dict(
    apple_hinge_loss=float(hinge_losses(fruit.scores[:1], fruit.y[:1])[0]),
    cat_cross_entropy=float(cross_entropy_losses(cats.scores[:1], cats.y[:1])[0]),
)

# %% right: by-hand | By the formulas, with rounding to two digits.
apple = fruit.scores[0] - fruit.scores[0, fruit.y[0]] + 1.0
lecture_slips = {
    "apple_hinge_loss": round(float(sum(m for j, m in enumerate(apple) if j != fruit.y[0] and m > 0)), 2),
    "cat_cross_entropy": round(float(np.log(24.5325 + 164.0219 + 0.1827) - 3.2), 2),
}

# %% wrong: binary-logarithm-for-the-cat | The cat's value is in bits (binary logarithm), not with the natural logarithm; the apple's is right.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": -np.log2(0.12998),
}

# %% wrong: hinge-loss-for-the-cat | Gives the cat's hinge loss, 2.9, where its cross-entropy is asked for; the apple's is right.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": 2.9,
}

# %% wrong: predicted-class-of-the-cat | Takes the logarithm of the highest probability of the cat's row (0.869, the car) instead of that of the correct class.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": -np.log(0.869),
}

# %% wrong: sign-lost-for-the-cat | The cat's value has lost its minus sign: ln 0.13 is below 0, and the loss is above it.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": float(np.log(0.12998)),
}

# %% wrong: correct-class-in-the-apple | Counts the correct class among the apple's rivals, so that its hinge loss is too large by the margin of 1; the cat's value is right.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(np.maximum(0, fruit.scores[0] - fruit.scores[0, fruit.y[0]] + 1).sum()),
    "cat_cross_entropy": 2.04,
}

# %% wrong: apple-of-doubled-scores | Takes the apple's loss from the line with all scores doubled, where it is gone; the cat's value is right.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(2 * fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": 2.04,
}

# %% wrong: rounded-to-one-place | The cat's value is rounded to one digit after the point, which is not within 0.005; the apple's is right.
# expect: explained
lecture_slips = {
    "apple_hinge_loss": float(hinge_losses(fruit.scores, fruit.y)[0]),
    "cat_cross_entropy": 2.0,
}

# %% right: computed-again | Both values are computed with the functions above, as Python floats.
lecture_slips = {"apple_hinge_loss": None, "cat_cross_entropy": None}
lecture_slips["apple_hinge_loss"] = float(hinge_losses(fruit.scores, fruit.y)[0])
lecture_slips["cat_cross_entropy"] = float(cross_entropy_losses(cats.scores, cats.y)[0])

# %% right: cat-by-hand | The cat's value by hand from its three scores and rounded to two places, the apple's as the loss of a batch of one.
lecture_slips = dict(
    apple_hinge_loss=hinge_losses(fruit.scores[:1], fruit.y[:1]).item(),
    cat_cross_entropy=round(-float(np.log(np.exp(3.2) / (np.exp(3.2) + np.exp(5.1) + np.exp(-1.7)))), 2),
)

# %% wrong: decimal-logarithm | Presses log (base 10) on the calculator for the cat, like the lecturer, only with more digits.
# expect: explained
fruit = datasets.apple_banana_pear()
apple = float(hinge_losses(fruit.scores, fruit.y)[0])
lecture_slips = {"apple_hinge_loss": round(apple, 3), "cat_cross_entropy": 0.8861}

# %% wrong: binary-logarithm | Takes the logarithm to base 2 for the cat, as in information theory; the notebook's logarithms are natural.
# expect: explained
fruit = datasets.apple_banana_pear()
apple = float(hinge_losses(fruit.scores, fruit.y)[0])
lecture_slips = {"apple_hinge_loss": apple, "cat_cross_entropy": float(-np.log2(0.12998))}

# %% wrong: correct-class-counted-for-the-apple | Adds max(0, 0 + 1) for the apple itself, so its loss is too high by the margin.
# expect: explained
scores = datasets.apple_banana_pear().scores[0]
label = datasets.apple_banana_pear().y[0]
apple = sum(max(0.0, float(s - scores[label]) + 1.0) for s in scores)
lecture_slips = {"apple_hinge_loss": apple, "cat_cross_entropy": 2.04}

# %% wrong: apple-without-margin | Forgets the margin of 1, finds the apple ahead of both others, and says that it has no loss.
# expect: explained
lecture_slips = {"apple_hinge_loss": 0.0, "cat_cross_entropy": 2.04}

# %% wrong: minus-sign-lost | Gives ln p of the cat, without the minus.
# expect: explained
fruit = datasets.apple_banana_pear()
apple = float(hinge_losses(fruit.scores, fruit.y)[0])
lecture_slips = {"apple_hinge_loss": apple, "cat_cross_entropy": -2.04}

# %% wrong: probability-of-the-winner | Takes the logarithm of the highest probability (the car's, 0.869), not of the correct class's.
# expect: explained
fruit = datasets.apple_banana_pear()
apple = float(hinge_losses(fruit.scores, fruit.y)[0])
lecture_slips = {"apple_hinge_loss": apple, "cat_cross_entropy": 0.14}

# %% wrong: number-as-text | Writes the cat's number in quotes, where a plain number is asked for.
# expect: explained
fruit = datasets.apple_banana_pear()
apple = float(hinge_losses(fruit.scores, fruit.y)[0])
lecture_slips = {"apple_hinge_loss": apple, "cat_cross_entropy": "2.04"}

# %% wrong: rounded-too-early | Rounds the cat's loss to one digit, which is farther off than the 0.005 allowed.
# expect: explained
fruit = datasets.apple_banana_pear()
apple = float(hinge_losses(fruit.scores, fruit.y)[0])
lecture_slips = {"apple_hinge_loss": apple, "cat_cross_entropy": 2.0}

# %% right: worked-out-in-python | Computes both numbers from the scores with Python's max and a quotient of exponentials.
apple_scores = [float(s) for s in datasets.apple_banana_pear().scores[0]]
apple_label = int(datasets.apple_banana_pear().y[0])
apple_own = apple_scores.pop(apple_label)
lecture_slips = {
    "apple_hinge_loss": sum(max(0.0, s - apple_own + 1.0) for s in apple_scores),
    "cat_cross_entropy": float(np.log((24.53 + 164.02 + 0.183) / 24.53)),
}

# %% right: filled-in-afterwards-again | Starts from an empty dictionary and fills it from the earlier functions, the cat by hand to three digits.
lecture_slips = {}
fruit = datasets.apple_banana_pear()
lecture_slips["apple_hinge_loss"] = float(hinge_losses(fruit.scores, fruit.y, 1.0)[0])
lecture_slips["cat_cross_entropy"] = 2.040
