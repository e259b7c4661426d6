# %% wrong: tie-counted-twice | backward uses >= for both inputs, so at a tie both get the whole gradient and together twice as much
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * (self.x >= self.y), dz * (self.y >= self.x)]

# %% wrong: tie-lost | backward uses > for both inputs, so at a tie the gradient vanishes
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.x_wins = x > y
        self.y_wins = y > x
        return np.where(self.x_wins, x, y)

    def backward(self, dz):
        return [np.where(self.x_wins, dz, 0.0), np.where(self.y_wins, dz, 0.0)]

# %% wrong: equal-to-the-output | the winner is found by z == x and z == y, which at a tie is true for both
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        z = np.maximum(x, y)
        self.masks = [z == x, z == y]
        return z

    def backward(self, dz):
        return [mask * dz for mask in self.masks]

# %% wrong: scalar-if | forward decides with if x > y, which raises for arrays (the truth value of an array is ambiguous)
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        if x > y:
            self.winner = 0
            return x
        else:
            self.winner = 1
            return y

    def backward(self, dz):
        if self.winner == 0:
            return [dz, 0.0]
        return [0.0, dz]

# %% wrong: routes-to-the-loser | backward sends the gradient to the smaller input: the two entries of the list are in the wrong order
# expect: inputs-swapped
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.mask = x > y
        return np.maximum(x, y)

    def backward(self, dz):
        return [np.where(self.mask, 0, dz), np.where(self.mask, dz, 0)]

# %% wrong: whole-array-wins | one winner is chosen for the whole array (by the sums) instead of one per entry in backward
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.x = x
        self.y = y
        return np.maximum(x, y)

    def backward(self, dz):
        if np.sum(self.x) >= np.sum(self.y):
            return [dz, np.zeros_like(dz)]
        return [np.zeros_like(dz), dz]

# %% wrong: tilde-on-a-python-bool | the mask is negated by ~: for NumPy that is "not", but for Python scalars x > y is a plain bool and ~True is -2, ~False is -1
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.mask = x >= y
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * self.mask, dz * ~self.mask]

# %% wrong: minus-a-boolean | the loser's mask is written as -mask + 1, and NumPy refuses the minus sign for booleans: backward raises for arrays
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.first = np.asarray(x) > np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [self.first * dz, (-self.first + 1) * dz]

# %% wrong: upstream-where-positive | the mask is taken from the upstream gradient (dz > 0 to x, the rest to y) instead of from the inputs
# expect: nothing
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        return np.maximum(x, y)

    def backward(self, dz):
        dx = np.where(np.asarray(dz) > 0, dz, 0)
        dy = dz - dx
        return [dx, dy]

# %% wrong: value-as-slope | the winner gets its own value times dz: the local slope of max towards the winner is 1, not the value
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.z = np.maximum(x, y)
        self.mask = x >= y
        return self.z

    def backward(self, dz):
        return [np.where(self.mask, self.z, 0) * dz, np.where(self.mask, 0, self.z) * dz]

# %% wrong: integer-gradients | the gradients are filled into np.zeros_like(x), which for integer inputs is an integer array and cuts the decimals off
# expect: integers-kept
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        dz = np.asarray(dz)
        wins = self.x >= self.y
        dx = np.zeros_like(self.x)
        dy = np.zeros_like(self.y)
        dx[wins] = dz[wins]
        dy[~wins] = dz[~wins]
        return [dx, dy]

# %% wrong: maximum-into-x | forward writes the larger values into x itself (x[smaller] = y[smaller]), so the caller's array changes
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        if np.ndim(x) == 0:
            self.y_wins = y > x
            return y if y > x else x
        self.y_wins = y > x
        x[self.y_wins] = y[self.y_wins]
        return x

    def backward(self, dz):
        return [np.where(self.y_wins, 0.0, dz), np.where(self.y_wins, dz, 0.0)]

# %% wrong: one-maximum-for-all | np.max([x, y]) has no axis and returns the single largest number of both arrays
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.mask = np.array(x) > np.array(y)
        return np.max([x, y])

    def backward(self, dz):
        return [dz * self.mask, dz * (1 - self.mask)]

# %% wrong: always-half | backward always splits the gradient in halves, not only at ties
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        return np.maximum(x, y)

    def backward(self, dz):
        return [0.5 * dz, 0.5 * dz]

# %% wrong: compares-with-zero | ReLU copied: the masks are x > 0 and y > 0, the inputs are never compared with each other
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.x = x
        self.y = y
        return np.maximum(x, y)

    def backward(self, dz):
        dx = np.where(np.asarray(self.x) > 0, dz, 0)
        dy = np.where(np.asarray(self.y) > 0, dz, 0)
        return [dx, dy]

# %% right: halves-at-ties | (x + y + |x - y|) / 2, with the share (1 + sign(x - y)) / 2: a tie is split in halves
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.share = (1 + np.sign(np.subtract(x, y))) / 2
        return np.where(np.subtract(x, y) > 0, x, y)

    def backward(self, dz):
        return [self.share * dz, (1 - self.share) * dz]

# %% right: tie-to-the-second | a strict > for x, and the rest of the gradient, dz - dx, for y
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        self.wins = np.greater(x, y)
        return np.maximum(x, y)

    def backward(self, dz):
        dx = np.where(self.wins, dz, 0.0)
        return [dx, dz - dx]

# %% right: entry-by-entry | loops over the flattened entries with Python's max
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        xs, ys = np.ravel(x), np.ravel(y)
        self.shape = np.shape(x)
        self.takes = [a >= b for a, b in zip(xs, ys)]
        return np.array([max(a, b) for a, b in zip(xs, ys)]).reshape(self.shape)

    def backward(self, dz):
        flat = np.ravel(dz)
        dx = np.array([d if t else 0.0 for d, t in zip(flat, self.takes)]).reshape(self.shape)
        dy = np.array([0.0 if t else d for d, t in zip(flat, self.takes)]).reshape(self.shape)
        return [dx, dy]

# %% wrong: both-at-a-tie | at a tie both get the whole
# expect: explained
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * (self.x >= self.y), dz * (self.y >= self.x)]

# %% wrong: winner-times-value | the winner gets its value times dz: the derivative of max is taken for max
# expect: local-derivative-wrong
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.x, self.y = x, y
        self.z = np.maximum(x, y)
        return self.z

    def backward(self, dz):
        won = self.x >= self.y
        return [np.where(won, self.z, 0) * dz, np.where(won, 0, self.z) * dz]

# %% right: difference-sign | splits ties in half with (1 + sign(x - y)) / 2
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.share = np.heaviside(np.subtract(x, y, dtype=float), 0.5)
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * self.share, dz * (1 - self.share)]

# %% wrong: nobody-at-a-tie | at a tie neither gets anything
# expect: explained
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.first = x > y
        self.second = y > x
        return np.maximum(x, y)

    def backward(self, dz):
        return [self.first * dz, self.second * dz]

# %% wrong: decided-by-the-largest-entry | compares the arrays as a whole (by their maxima), not entry by entry
# expect: local-derivative-wrong
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.x_wins = np.max(x) >= np.max(y)
        return np.maximum(x, y)

    def backward(self, dz):
        if self.x_wins:
            return [dz, 0 * dz]
        return [0 * dz, dz]

# %% wrong: both-at-a-tie-2 | >= for both: at a tie each gets all, the shares add up to 2
# expect: explained
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * (self.x >= self.y), dz * (self.y >= self.x)]

# %% wrong: neither-at-a-tie | > for both: at a tie the gradient is lost
# expect: explained
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * (self.x > self.y), dz * (self.y > self.x)]

# %% wrong: scalars-only | Python's if: right for scalars, "truth value is ambiguous" for arrays
# expect: explained
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.first = x >= y
        return x if x >= y else y

    def backward(self, dz):
        return [dz, 0.0] if self.first else [0.0, dz]

# %% wrong: routes-to-the-loser-2 | the smaller input gets the gradient
# expect: inputs-swapped
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.first = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * ~self.first, dz * self.first]

# %% wrong: largest-of-the-array | np.max(x) compared with np.max(y): not elementwise
# expect: local-derivative-wrong
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.first = np.max(x) >= np.max(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * self.first, dz * ~self.first]

# %% wrong: winner-takes-its-value | dz times the winning input
# expect: local-derivative-wrong
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        first = np.asarray(self.x) >= self.y
        return [dz * self.x * first, dz * self.y * ~first]

# %% wrong: minus-mask-for-one-minus | -mask in place of 1 - mask: the second input gets -dz where it loses and 0 where it wins
# expect: local-derivative-wrong
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.first = (np.asarray(x) >= np.asarray(y)).astype(int)
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * self.first, dz * -self.first]

# %% wrong: compares-the-gradient | decides by dz > 0 who gets it
# expect: explained
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.first = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * (dz > 0), dz * (dz <= 0)]

# %% wrong: half-to-each | dz / 2 to both, as at an average
# expect: local-derivative-wrong
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.first = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz / 2, dz / 2]

# %% right: half-by-sign | ½ (1 + sign(x - y)): splits evenly at a tie
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.share = (1 + np.sign(np.subtract(x, y, dtype=float))) / 2
        return np.fmax(x, y)

    def backward(self, dz):
        return [self.share * dz, dz - self.share * dz]

# %% right: where-and-the-rest | np.where for one, the rest for the other
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        self.to_x = np.greater(x, y)
        return np.where(self.to_x, x, y)[()]

    def backward(self, dz):
        dx = np.where(self.to_x, dz, 0.0)[()]
        return [dx, dz - dx]

# %% right: a-third-at-a-tie | at a tie the first gets a third, the second the rest | open: any share from 0 to 1 is allowed
class MaxGate:
    symbol = "max"

    def forward(self, x, y):
        d = np.sign(np.subtract(x, y, dtype=float))
        self.share = (d > 0) + (d == 0) / 3
        return np.maximum(x, y)

    def backward(self, dz):
        return [dz * self.share, dz * (1 - self.share)]

# %% wrong: largest-of-all | forward takes the largest of all entries, one number, where the gate is elementwise.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.max([x, y])

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * (self.x >= self.y), dz * (self.x < self.y)]

# %% wrong: pythons-max | Python's max and an if work for numbers only; arrays have no single truth value.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return max(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        if self.x >= self.y:
            return [dz, 0.0]
        return [0.0, dz]

# %% wrong: to-the-loser | The gradient goes to the smaller input.
# expect: inputs-swapped
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.first = x >= y
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [np.where(self.first, 0, dz), np.where(self.first, dz, 0)]

# %% wrong: both-at-a-tie-again | At a tie both inputs get all of dz: the shares add up to 2.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        self.z = np.maximum(x, y)
        return self.z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * (self.x == self.z), dz * (self.y == self.z)]

# %% wrong: nobody-at-a-tie-again | Both comparisons are strict, so at a tie the gradient is lost.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * (self.x > self.y), dz * (self.y > self.x)]

# %% wrong: always-halves | Splits dz evenly everywhere, as if every entry were a tie.
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [0.5 * dz, 0.5 * dz]

# %% wrong: times-the-value | The winner's gradient is multiplied by its value; the local slope of the winner is 1.
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.where(x >= y, x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        first = self.x >= self.y
        return [np.where(first, self.x * dz, 0), np.where(first, 0, self.y * dz)]

# %% wrong: one-array-twice | Both gradients are dz itself, changed in place: the upstream gradient is destroyed and everything ends up 0.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.first = np.asarray(x >= y)
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = np.asarray(dz)
        dy = np.asarray(dz)
        dx[~self.first] = 0
        dy[self.first] = 0
        return [dx, dy]

# %% wrong: integer-gradients-again | The gradients are written into zeros like the inputs, so integers cut their decimals off.
# expect: integers-kept
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx, dy = np.zeros_like(self.x), np.zeros_like(self.y)
        first = self.x >= self.y
        dz = np.asarray(dz)
        dx[first] = dz[first]
        dy[~first] = dz[~first]
        return [dx, dy]

# %% wrong: one-winner-for-the-array | Decides once, by the sums, which whole array wins, where every entry has its own winner.
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.first = np.sum(x) >= np.sum(y)
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz, 0 * dz] if self.first else [0 * dz, dz]

# %% wrong: tie-only-if-all-tie | Halves dz only if all entries tie; where just some entries of an array tie, both strict masks are false and their gradient is lost.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        if np.all(self.x == self.y):
            return [dz / 2, dz / 2]
        return [dz * (self.x > self.y), dz * (self.y > self.x)]

# %% wrong: nearly-a-tie | Takes inputs that are merely close for a tie: the larger of two nearly equal inputs should still get everything.
# expect: nothing
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        share = np.where(np.isclose(self.x, self.y), 0.5, np.where(self.x > self.y, 1.0, 0.0))
        return [share * dz, (1 - share) * dz]

# %% right: absolute-value | max(x, y) = (x + y + |x - y|) / 2, with the sign of the difference in the slopes.
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.sign = np.sign(x - y)
        return (x + y + np.abs(x - y)) / 2

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * (1 + self.sign) / 2, dz * (1 - self.sign) / 2]

# %% right: rest-to-y | x gets its share, y what is left; ties go to x.
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.first = np.greater_equal(x, y)
        return np.where(self.first, x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = np.where(self.first, dz, 0.0)
        return [dx, np.where(self.first, 0.0, dz)]

# %% right: loop-over-entries | Flattens, and walks through the entries one by one.
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.pairs = list(zip(np.ravel(x).tolist(), np.ravel(y).tolist()))
        return np.reshape([a if a > b else b for a, b in self.pairs], np.shape(x))

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx, dy = [], []
        for (a, b), upstream in zip(self.pairs, np.ravel(dz)):
            dx.append(upstream if a > b else 0.0)
            dy.append(0.0 if a > b else upstream)
        return [np.reshape(dx, np.shape(dz)), np.reshape(dy, np.shape(dz))]

# %% wrong: tie-paid-twice | At a tie both inputs get all of dz, so that the shares add up to 2.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * (self.x >= self.y), dz * (self.y >= self.x)]

# %% wrong: tie-paid-to-nobody | Both comparisons are strict, and at a tie neither input gets anything.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * (self.x > self.y), dz * (self.y > self.x)]

# %% wrong: tie-within-tolerance | Inputs closer than 1e-8 are treated as a tie and share dz, although only equal numbers tie.
# expect: nothing
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.first = np.where(np.abs(x - y) < 1e-8, 0.5, np.where(x > y, 1.0, 0.0))
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.first, dz * (1 - self.first)]

# %% wrong: one-winner-for-the-array-again | A single comparison with np.all decides for the whole array instead of for each entry.
# expect: all-zero
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x_wins = np.all(x >= y)
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        if self.x_wins:
            return [dz, 0 * dz]
        return [0 * dz, dz]

# %% wrong: loser-gets-it | The gradient is routed to the smaller input.
# expect: inputs-swapped
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        x_loses = self.x < self.y
        return [np.where(x_loses, dz, 0.0), np.where(x_loses, 0.0, dz)]

# %% wrong: larger-in-size | The winner is the input of larger absolute value, in forward and in backward.
# expect: nothing
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x_wins = np.abs(x) >= np.abs(y)
        return np.where(self.x_wins, x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.x_wins, dz * (1 - self.x_wins)]

# %% wrong: losers-zeroed-in-dz | The losers' entries are set to 0 in dz itself, for x first; y then gets nothing, and the caller's array is changed.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x_wins = np.asarray(x >= y)
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = np.asarray(dz)
        dx[~self.x_wins] = 0
        dy = np.asarray(dz)
        dy[self.x_wins] = 0
        return [dx, dy]

# %% wrong: gradient-in-input-dtype | The gradients are filled into arrays with the dtype of the inputs, which cuts dz off to whole numbers for integers.
# expect: integers-kept
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        x_wins = self.x >= self.y
        dx, dy = np.zeros_like(self.x), np.zeros_like(self.y)
        dx[x_wins] = np.asarray(dz)[x_wins]
        dy[~x_wins] = np.asarray(dz)[~x_wins]
        return [dx, dy]

# %% wrong: value-times-upstream | The winner gets dz times its own value, and for numbers only, since Python's max is used for the forward pass.
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        self.z = max(x, y)
        return self.z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.z * (self.x == self.z), dz * self.z * (self.x != self.z)]

# %% right: sign-of-the-difference | The share of x is (1 + sign(x − y)) / 2, which is ½ at a tie; forward picks with np.where.
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.share = (1 + np.sign(np.subtract(x, y))) / 2
        return np.where(np.greater(x, y), x, y)[()]

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = self.share * dz
        return [dx, dz - dx]

# %% right: compared-in-backward | Keeps the inputs and compares each with the maximum; both shares are divided by the number of winners.
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.inputs = (x, y)
        return np.maximum(*self.inputs)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        top = np.maximum(*self.inputs)
        wins = [np.equal(one, top) * 1.0 for one in self.inputs]
        return [win / (wins[0] + wins[1]) * dz for win in wins]

# %% wrong: both-win-a-tie | Each input is compared with z, so at a tie both get all of dz, twice the whole.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        self.z = np.maximum(x, y)
        return self.z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [(self.x == self.z) * dz, (self.y == self.z) * dz]

# %% wrong: nobody-wins-a-tie | With > on both sides neither input gets anything at a tie, where the shares have to add up to 1.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = np.where(self.x > self.y, dz, 0.0)
        dy = np.where(self.y > self.x, dz, 0.0)
        return [dx, dy]

# %% wrong: close-is-a-tie | Numbers that np.isclose calls equal are treated as a tie and share dz, although one of them is larger.
# expect: nothing
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.share = np.where(np.isclose(x, y), 0.5, np.where(np.greater(x, y), 1.0, 0.0))
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.share * dz, (1 - self.share) * dz]

# %% wrong: one-decision-for-the-array | Asks once which array is larger as a whole and routes all of dz to it, instead of deciding entry by entry.
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x_wins = np.sum(x) >= np.sum(y)
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        if self.x_wins:
            return [dz, 0 * dz]
        return [0 * dz, dz]

# %% wrong: python-max | Uses Python's max and an if, which work for two numbers only and fail for arrays.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return max(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        if self.x >= self.y:
            return [dz, 0.0]
        return [0.0, dz]

# %% wrong: winner-times-its-value | The winner's gradient is multiplied by the winning value, as if max had the slope z and not 1.
# expect: local-derivative-wrong
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.mask = x >= y
        self.z = np.maximum(x, y)
        return self.z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.mask * self.z * dz, (1 - self.mask) * self.z * dz]

# %% wrong: two-names-for-dz | dx and dy are both names of dz, and the losers are set to 0 in place: dz is changed, and both gradients end up the same.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.mask = np.asarray(x >= y)
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        if np.ndim(dz) == 0:
            return [dz, 0.0] if self.mask else [0.0, dz]
        dx = dz
        dy = dz
        dx[~self.mask] = 0
        dy[self.mask] = 0
        return [dx, dy]

# %% wrong: halves-in-integers | The shares are kept in arrays like the inputs, so for integers the ½ of a tie becomes 0 and the gradient is lost there.
# expect: explained
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.share_x = np.zeros_like(x)
        self.share_y = np.zeros_like(y)
        self.share_x[np.greater(x, y)] = 1
        self.share_y[np.greater(y, x)] = 1
        self.share_x[np.equal(x, y)] = 0.5
        self.share_y[np.equal(x, y)] = 0.5
        return np.maximum(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.share_x * dz, self.share_y * dz]

# %% right: sign-of-the-comparison | The share of x is ½ (1 + sign of the comparison), so a tie is halved; y gets the rest.
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        wins = np.greater(x, y).astype(float) - np.less(x, y).astype(float)
        self.share = (1 + wins) / 2
        return np.where(np.less(x, y), y, x)[()]

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        first = self.share * dz
        return [first, dz - first]

# %% right: tie-to-the-second-again | A boolean mask and its opposite; the tie goes to y.
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        self.won = [np.greater(x, y), np.less_equal(x, y)]
        return np.maximum(y, x)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [np.multiply(dz, mask) for mask in self.won]
