"""The questions whose wrong answers have names: for tests of the corpus, and for ``benchmarks/corpus.py``."""

FORMULAS = {
    "01_linear_classifier": {
        "hinge_losses", "cross_entropy_losses", "weight_penalty", "total_loss",
        "numerical_gradient", "gradient_descent",
    },
    "02_svm_gradient": {"hinge_gradient_example", "svm_loss_loops", "svm_loss"},
    "03_softmax_cross_entropy": {
        "cross_entropy", "softmax_jacobian", "cross_entropy_gradient", "softmax_loss", "triplet_loss",
    },
    "04_backprop_by_hand": {
        "backprop_add_multiply", "backprop_sigmoid_neuron", "backprop_branches", "backprop_svm_network",
        "backprop_squared_norm", "backprop_hidden_layer", "backprop_two_layer", "repaired_backward",
    },
    "05_modular_gates": {
        "AddGate", "MultiplyGate", "MaxGate", "ExpGate", "ReciprocalGate", "SigmoidGate", "ReLUGate", "LinearGate",
    },
    "06_mlp_mnist": {
        "Linear", "ReLU", "Sigmoid", "Tanh", "LeakyReLU", "ELU", "Dropout", "softmax_cross_entropy", "MLP",
        "sgd_step", "momentum_step", "nesterov_step", "adagrad_step", "rmsprop_step", "adam_step",
    },
}  # fmt: skip
"""The losses, gradients, gates, layers and optimisers: what mistakes have names for."""
