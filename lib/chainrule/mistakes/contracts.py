"""The names of answers' arguments, for answers that tests call with bare values."""

STEPS = {
    "sgd_step": ("w", "g", "lr"),
    "momentum_step": ("w", "g", "v", "lr", "mu"),
    "nesterov_step": ("w", "v", "gradient", "lr", "mu"),
    "adagrad_step": ("w", "g", "cache", "lr", "eps"),
    "rmsprop_step": ("w", "g", "cache", "lr", "decay", "eps"),
    "adam_step": ("w", "g", "m", "v", "t", "lr", "beta1", "beta2", "eps"),
}
"""Of the steps of optimisers."""

RECOGNISED = {
    "linear_scores": ("W", "b", "X"),
    "predict": ("W", "b", "X"),
    "hinge_losses": ("scores", "y", "delta"),
    "cross_entropy_losses": ("scores", "y"),
    "weight_penalty": ("W", "kind", "beta"),
    "numerical_gradient": ("f", "x", "h"),
    "gradient_descent": ("gradient", "start", "step_size", "steps"),
    "svm_margins": ("W", "X", "y", "delta"),
    "hinge_gradient_example": ("W", "x", "y", "delta"),
    "svm_loss_loops": ("W", "X", "y", "lam", "delta"),
    "svm_loss": ("W", "X", "y", "lam", "delta"),
    "cross_entropy": ("y", "y_hat"),
    "softmax_jacobian": ("theta",),
    "cross_entropy_gradient": ("y", "theta"),
    "log_softmax": ("scores",),
    "softmax_loss": ("W", "X", "y", "lam"),
    "triplet_loss": ("anchor", "positive", "negative", "alpha"),
    "softmax_cross_entropy": ("scores", "y"),
}
"""Of answers whose right results are recognised by a formula."""

BY_HAND = {
    "backprop_add_multiply": ("x", "y", "z"),
    "backprop_sigmoid_neuron": ("w", "x"),
    "backprop_branches": ("x", "y"),
    "backprop_svm_network": ("W", "x", "y", "delta"),
    "backprop_squared_norm": ("W", "x"),
    "backprop_hidden_layer": ("U", "W", "b", "x", "x_c", "delta"),
    "backprop_two_layer": ("W1", "b1", "W2", "b2", "x", "t"),
}
"""Of answers whose first result, a number, is recognised: their arguments may have either sign."""


def of(answer: str) -> tuple[str, ...] | None:
    """Return the names of the arguments of an answer that is recognised; None of any other."""
    return RECOGNISED.get(answer) or BY_HAND.get(answer)


DEFAULTS = {
    "delta": 1.0, "h": 1e-5, "kind": "l2", "beta": 1.0,
    "decay": 0.9, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8,
}  # fmt: skip
"""What arguments are that a call leaves out."""
