"""Arrays of True and False that an answer puts numbers into."""

import ast
import types

from chainrule.check import cells


def that_get_numbers(function: types.FunctionType) -> list[str]:
    """Return the variables of a function that are made by a comparison, and whose entries are then set to numbers."""
    cell = cells.parsed(cells.source(function.__code__.co_filename))
    first, made, filled = function.__code__.co_firstlineno, set(), []
    for whole in ast.walk(cell):
        if not isinstance(whole, ast.FunctionDef) or first not in (
            whole.lineno,
            *(one.lineno for one in whole.decorator_list),
        ):
            continue
        for node in ast.walk(whole):
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_truth(value):
                    made.add(name)
                case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))], value=value) if not _fits(value):
                    filled.append(name)
                case ast.AugAssign(
                    target=ast.Subscript(value=ast.Name(id=name)), op=ast.Add() | ast.Sub() | ast.Mult()
                ):
                    filled.append(name)
        others = {
            target.id
            for node in ast.walk(whole)
            if isinstance(node, ast.Assign) and not _is_truth(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        made -= others
    return [name for name in dict.fromkeys(filled) if name in made]


def _is_truth(value: ast.expr) -> bool:
    """Tell whether an expression is true or false as far as its syntax shows."""
    match value:
        case ast.Compare() | ast.Constant(value=bool()):
            return True
        case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr() | ast.BitXor(), right=right):
            return _is_truth(left) and _is_truth(right)
        case ast.UnaryOp(op=ast.Invert() | ast.Not(), operand=operand):
            return _is_truth(operand)
    return False


def _fits(value: ast.expr) -> bool:
    """Tell whether what is put into an array of truths stays what it is there."""
    return _is_truth(value) or isinstance(value, ast.Constant) and value.value in (0, 1)
