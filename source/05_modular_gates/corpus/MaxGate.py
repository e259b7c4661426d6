# %% right: first_wins | the model answer: a tie goes to x
class MaxGate:
    def forward(self, x, y):
        self.x_wins = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [self.x_wins * dz, ~self.x_wins * dz]

# %% right: second_wins | a tie goes to y, by np.where
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return np.where(np.greater(x, y), x, y)

    def backward(self, dz):
        return (np.where(np.greater(self.x, self.y), dz, 0.0), np.where(np.greater(self.x, self.y), 0.0, dz))

# %% right: halves | a tie is shared
class MaxGate:
    def forward(self, x, y):
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        self.share = np.heaviside(x - y, 0.5)
        return np.maximum(x, y)

    def backward(self, dz):
        return [self.share * dz, (1 - self.share) * dz]

# %% right: uneven | a tie is shared, one third to two thirds
class MaxGate:
    def forward(self, x, y):
        self.share = (np.asarray(x) > y) + (np.asarray(x) == y) / 3
        return np.maximum(x, y)

    def backward(self, dz):
        dx = self.share * dz
        return [dx, dz - dx]

# %% right: loops | entry by entry
class MaxGate:
    def forward(self, x, y):
        self.pair = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        out = np.empty(self.pair[0].shape)
        for i in np.ndindex(out.shape):
            out[i] = max(self.pair[0][i], self.pair[1][i])
        return out

    def backward(self, dz):
        dz = np.asarray(dz, dtype=float)
        dx, dy = np.zeros(dz.shape), np.zeros(dz.shape)
        for i in np.ndindex(dz.shape):
            if self.pair[0][i] > self.pair[1][i]:
                dx[i] = dz[i]
            else:
                dy[i] = dz[i]
        return [dx, dy]

# %% wrong: both_at_a_tie | at a tie both get everything
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [(self.x >= self.y) * dz, (self.y >= self.x) * dz]

# %% wrong: none_at_a_tie | at a tie nobody gets anything
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [(self.x > self.y) * dz, (self.y > self.x) * dz]

# %% wrong: loser_gets_it | routes to the smaller one
# expect: inputs-swapped
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [(self.x < self.y) * dz, (self.x >= self.y) * dz]

# %% wrong: local_only | the mask without the upstream gradient
# expect: upstream-ignored
class MaxGate:
    def forward(self, x, y):
        self.x_wins = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [1.0 * self.x_wins, 1.0 * ~self.x_wins]

# %% wrong: by_value | weights the winner by its value
# expect: local-derivative-wrong
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [self.x * (self.x >= self.y) * dz, self.y * (self.x < self.y) * dz]

# %% wrong: scalars_only | an if, which arrays do not allow
class MaxGate:
    def forward(self, x, y):
        self.x_wins = bool(x >= y)
        return x if self.x_wins else y

    def backward(self, dz):
        return [dz, 0.0] if self.x_wins else [0.0, dz]

# %% wrong: one_winner | decides once for the whole array
# expect: local-derivative-wrong
class MaxGate:
    def forward(self, x, y):
        self.x_wins = np.sum(x) >= np.sum(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * self.x_wins, dz * (not self.x_wins)]

# %% wrong: larger_in_size | compares absolute values
# expect: local-derivative-wrong
class MaxGate:
    def forward(self, x, y):
        self.x_wins = np.abs(x) >= np.abs(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [self.x_wins * dz, ~self.x_wins * dz]

# %% wrong: minimum | the smaller one, consistently
# expect: explained
class MaxGate:
    def forward(self, x, y):
        self.x_wins = np.asarray(x) <= np.asarray(y)
        return np.minimum(x, y)

    def backward(self, dz):
        return [self.x_wins * dz, ~self.x_wins * dz]

# %% wrong: relu | the maximum with zero
# expect: explained
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(np.maximum(x, y), 0)

    def backward(self, dz):
        return [(self.x >= self.y) * dz, (self.x < self.y) * dz]

# %% wrong: distributes | both get the gradient always
# expect: local-derivative-missing
class MaxGate:
    def forward(self, x, y):
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz, dz]

# %% wrong: mask_of_dz | takes the mask from the upstream gradient
# expect: explained
class MaxGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        dz = np.asarray(dz)
        return [(self.x >= self.y) * np.maximum(dz, 0), (self.x < self.y) * np.maximum(dz, 0)]

# %% wrong: extrapolates_a_tie | at a tie one gets twice the gradient and the other its negative
class MaxGate:
    def forward(self, x, y):
        x, y = np.asarray(x), np.asarray(y)
        self.share = np.where(x == y, 2.0, 1.0 * (x > y))
        return np.maximum(x, y)

    def backward(self, dz):
        return [self.share * dz, (1 - self.share) * dz]

# %% wrong: global_memory | keeps the mask in a global variable
# expect: other-inputs-remembered
winner = None

class MaxGate:
    def forward(self, x, y):
        global winner
        winner = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [winner * dz, ~winner * dz]

# %% wrong: class_memory | all gates share the mask
# expect: other-inputs-remembered
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        MaxGate.x_wins = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [MaxGate.x_wins * dz, ~MaxGate.x_wins * dz]

# %% wrong: sign | the loser pays for the winner
# expect: local-derivative-wrong
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.x_wins = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [np.where(self.x_wins, dz, -1.0 * dz), np.where(self.x_wins, -1.0 * dz, dz)]

# %% wrong: near_is_a_tie | a difference below 0.01 counts as a tie, which is split
# expect: nothing
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        self.share = np.where(np.abs(x - y) < 0.01, 0.5, 1.0 * (x > y))
        return np.maximum(x, y)

    def backward(self, dz):
        return [self.share * dz, (1 - self.share) * dz]

# %% wrong: isclose_is_a_tie | numbers that np.isclose takes for equal share the gradient
# expect: nothing
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.share = np.where(np.isclose(x, y), 0.5, 1.0 * np.greater(x, y))
        return np.maximum(x, y)

    def backward(self, dz):
        return [self.share * dz, (1 - self.share) * dz]

# %% wrong: a_single_tie | a tie is seen only if all entries are ties
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        x, y = np.asarray(x), np.asarray(y)
        self.shares = (0.5, 0.5) if np.all(x == y) else (1.0 * (x > y), 1.0 * (y > x))
        return np.maximum(x, y)

    def backward(self, dz):
        return [share * dz for share in self.shares]
