# %% right: rounded | to two digits
lecture_slips = {"apple_hinge_loss": 0.43, "cat_cross_entropy": 2.04}

# %% right: computed | by the other answers, as NumPy numbers
lecture_slips = {
    "apple_hinge_loss": hinge_losses(datasets.apple_banana_pear().scores, np.arange(3))[0],
    "cat_cross_entropy": cross_entropy_losses(datasets.cat_car_frog().scores, np.arange(3))[0],
}

# %% right: item_by_item | filled in later, with three digits
lecture_slips = {"apple_hinge_loss": None, "cat_cross_entropy": None}
lecture_slips["apple_hinge_loss"] = max(0, 1.3 - 1.87 + 1) + max(0, 0.56 - 1.87 + 1)
lecture_slips["cat_cross_entropy"] = 2.040

# %% right: four_digits | with more digits than the slide
lecture_slips = dict(apple_hinge_loss=0.4300, cat_cross_entropy=2.0404)

# %% right: by_hand | the lecture's formulas, written out
exponentials = [np.exp(score) for score in (3.2, 5.1, -1.7)]
lecture_slips = {"apple_hinge_loss": 1.30 - 1.87 + 1, "cat_cross_entropy": -np.log(exponentials[0] / sum(exponentials))}

# %% wrong: slides | what the slides say
lecture_slips = {"apple_hinge_loss": 0.33, "cat_cross_entropy": 0.89}

# %% wrong: one_slip | only the apple is right
lecture_slips = {"apple_hinge_loss": 0.43, "cat_cross_entropy": 0.886}

# %% wrong: unanswered | as given
lecture_slips = {"apple_hinge_loss": None, "cat_cross_entropy": None}

# %% wrong: strings | text in place of numbers
lecture_slips = {"apple_hinge_loss": "0.43", "cat_cross_entropy": "2.04"}

# %% wrong: bits | the logarithm to base 2
lecture_slips = {"apple_hinge_loss": 0.43, "cat_cross_entropy": 2.94}

# %% wrong: cat_missing | an entry is missing
lecture_slips = {"apple_hinge_loss": 0.43}

# %% wrong: nan | not a number at all
lecture_slips = {"apple_hinge_loss": float("nan"), "cat_cross_entropy": float("nan")}

# %% wrong: truth | True is no number
lecture_slips = {"apple_hinge_loss": True, "cat_cross_entropy": True}

# %% wrong: other_example | the banana's loss, the car's cross-entropy
lecture_slips = {"apple_hinge_loss": 1.25, "cat_cross_entropy": 0.079}
