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
