"""Programs made by chance, one statement after the other, each fitted to what is there so far."""

# ruff: noqa: E501 - the programs read better than what wraps them

from __future__ import annotations

from random import Random
from typing import Any

from . import phrases
from .running import Session

import keras  # isort: skip


class Writer:
    """Writes into a session, which runs it at once; `seed` decides everything."""

    def __init__(self, session: Session, seed: int, *, mistaken: bool = False) -> None:
        self.session = session
        self.random = Random(seed)
        self.mistaken = mistaken
        self.count = 0
        self.defined: set[str] = set()

    # What is there -------------------------------------------------------------------------

    def run(self, text: str) -> bool:
        return self.session.run(text)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def named(self, wanted: Any) -> list[str]:
        return [
            name
            for name, value in self.session.values.items()
            if not name.startswith("_") and wanted(value)
        ]

    @property
    def tensors(self) -> list[str]:
        return self.named(
            lambda value: isinstance(value, keras.KerasTensor) and len(value.shape) > 1
        )

    @property
    def models(self) -> list[str]:
        return self.named(lambda value: isinstance(value, keras.Model) and value.built)

    def shape(self, name: str) -> tuple[int | None, ...]:
        return tuple(self.session.values[name].shape)

    def tensor(self) -> str:
        """A tensor to go on with, mostly a late one; one is made where there is none."""
        names = self.tensors
        if not names:
            self.input()
            names = self.tensors
        return names[-1] if self.chance(0.5) else self.random.choice(names)

    def fresh(self, stem: str = "") -> str:
        self.count += 1
        return f"{stem or self.random.choice(['x', 'y', 'skip', 'h', 'branch'])}{self.count}"

    def target(self, x: str) -> str:
        return x if self.chance(0.4) and not x.startswith("input") else self.fresh()

    def name_argument(self) -> str:
        self.count += 1
        choice = self.random.random()
        if choice < 0.75:
            return ""
        return f"name='part_{self.count}'" if choice < 0.9 else f"name=f'part_{{{self.count}}}'"

    # Statements ----------------------------------------------------------------------------

    def input(self) -> None:
        name = self.fresh("input")
        size = lambda: self.random.choice([None, 4, 6, 8, 12, 16, 28, 32])  # noqa: E731
        last = self.random.choice([1, 2, 3, 4, 8])
        shape = self.random.choice(
            [(last,), (size(), last), (size(), size(), last), (16, 16, 3), (size(), size(), 3)]
        )
        if keras.config.image_data_format() == "channels_first" and len(shape) == 3:
            shape = (shape[2], shape[0], shape[1])
        spelled = self.random.choice([f"{shape}", f"shape={shape}", f"{list(shape)}"])
        extra = self.random.choice(["", "", "", f", name={name!r}", ", batch_size=2"])
        kind = self.random.choice(["keras.Input", "layers.Input"])
        self.run(f"{name} = {kind}({spelled}{extra})")

    def layer(self) -> None:
        x = self.tensor()
        made = phrases.layer(self.random, self.shape(x), self.name_argument())
        if self.chance(0.15):
            layer = self.fresh("layer")
            self.run(f"{layer} = {made}")
            made = layer
        self.run(f"{self.target(x)} = {made}({x})")

    def operation(self) -> None:
        x = self.tensor()
        self.run(f"{self.target(x)} = {phrases.operation(self.random, self.shape(x), x)}")

    def merge(self) -> None:
        x = self.tensor()
        shape = self.shape(x)
        alike = [name for name in self.tensors if self.shape(name) == shape]
        others = [name for name in self.tensors if self.shape(name)[:-1] == shape[:-1]]
        if len(alike) < 2 and None not in shape[1:]:
            y = self.fresh()
            if not self.run(f"{y} = layers.Dense({shape[-1]})({x})"):
                return
            alike.append(y)
        y, r = self.random.choice(alike), self.random
        kind = r.choice(["Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract"])
        z = r.choice(others)
        made = r.choice(
            [
                f"layers.{kind}()([{x}, {y}])",
                f"layers.{kind.lower()}([{x}, {y}])",
                f"layers.Concatenate()([{x}, {z}])",
                f"layers.concatenate([{x}, {z}, {y}], axis=-1)",
                f"layers.Concatenate(axis=-1)(({z}, {x}))",
                f"{x} {r.choice('+-*/')} {y}",
                f"ops.{r.choice(['add', 'multiply', 'maximum', 'subtract'])}({x}, {y})",
                f"ops.concatenate([{x}, {z}], axis=-1)",
                f"ops.stack([{x}, {y}], axis=1)" if len(shape) < 4 else f"{x} + {y} * 2",
            ]
        )
        self.run(f"{self.target(x)} = {made}")

    def shared(self) -> None:
        x = self.tensor()
        same = [name for name in self.tensors if self.shape(name)[1:] == self.shape(x)[1:]]
        layer = self.fresh("shared")
        self.run(f"{layer} = {phrases.layer(self.random, self.shape(x), self.name_argument())}")
        for each in [*self.random.sample(same, min(len(same), 2)), x]:
            self.run(f"{self.fresh()} = {layer}({each})")

    def function(self) -> None:
        images = [name for name in self.tensors if len(self.shape(name)) == 4]
        images = [name for name in images if self.shape(name)[-1] is not None]
        if not images:
            return self.layer()
        r, x = self.random, self.random.choice(images)
        number = r.randrange(len(phrases.FUNCTIONS))
        text = phrases.FUNCTIONS[number].format(f=r.choice([2, 4, 8]))
        name = text[4 : text.index("(")]
        if name not in self.defined:
            self.defined.add(name)
            self.run(text)
        f = r.choice([2, 4, 8])
        called = {
            "conv_block": [
                f"({x})",
                f"({x}, {f}, 1)",
                f"({x}, filters={f}, strides=2, activation=None, use_bias=False)",
                f"(x={x}, **dict(filters={f}, activation='tanh'))",
                f"(*[{x}, {f}])",
            ],
            "residual": [f"({x}, {f})", f"({x}, downsample=True)", f"({x}, {f}, True)"],
            "inception": [f"({x}, 2, {f})", f"({x}, *[{f}] * 2)", f"({x})"],
            "dense_block": [
                f"({x}, prefix='db{self.count}')",
                f"({x}, {f}, 3, 'b%d' % {self.count})",
            ],
            "attention_gate": [f"({x})", f"({x}, ratio=1)"],
            "separable": [f"({f})({x})", f"(filters={f}, use_bias=False)({x})"],
        }[name]
        self.run(f"{self.target(x)} = {name}{r.choice(called)}")
        return None

    def own_class(self) -> None:
        r = self.random
        known = [name for name in self.tensors if self.shape(name)[-1] is not None]
        if not known:
            return self.layer()
        x = r.choice(known)
        text = r.choice(phrases.CLASSES)
        name = text[6 : text.index("(")]
        if name not in self.defined:
            self.defined.add(name)
            self.run(text.format(f=r.choice([2, 4])))
        made = {
            "Scale": ["()", "(1.0)", f"(factor=3, name='scale{self.count}')"],
            "Bottleneck": [
                "(4)",
                "(units=2, dropout=0)",
                f"(8, name=f'bottleneck_{{{self.count}}}')",
            ],
            "Linear": ["()", "(3)", "(5, False)", "(units=2, trainable=False)"],
            "Tower": ["()", "([4, 4], classes=2)", f"(name='tower{self.count}')"],
            "Split": ["()", f"(name='split{self.count}')"],
        }[name]
        own = self.fresh(name.lower())
        if not self.run(f"{own} = {name}{r.choice(made)}"):
            return None
        if name == "Split":
            self.run(f"{self.fresh()}, {self.fresh()} = {own}({x})")
        elif name == "Tower" and self.chance(0.3):
            self.run(f"{own}.build({self.shape(x)})")
        else:
            self.run(f"{self.fresh()} = {own}({x})")
            if self.chance(0.2):
                self.run(f"{self.fresh()} = {own}({x})")
        return None

    def loop(self) -> None:
        known = [n for n in self.tensors if self.shape(n)[-1] is not None]
        if not known:
            return self.layer()
        r, x = self.random, self.random.choice(known)
        y, number = self.fresh(), self.count
        make = (
            "layers.Conv2D({}, 3, padding='same'{})"
            if len(self.shape(x)) == 4
            else "layers.Dense({}{})"
        )
        text = r.choice(
            [
                f"{y} = {x}\nfor units in {r.sample([2, 4, 8, 16], 3)}:\n    {y} = {make.format('units', '')}({y})",
                f"{y} = {x}\nfor i, units in enumerate([4, 2]):\n    {y} = "
                + make.format("units", f", name=f'loop{number}_{{i}}'")
                + f"({y})\n    if i < 1:\n        {y} = layers.ReLU()({y})",
                (
                    f"{y} = {x}\nfor i in range(3):\n    {y} = {make.format('2 ** (i + 1)', '')}({y})\n"
                    f"    {y} = layers.BatchNormalization()({y})"
                ),
                f"{y} = {x}\ndepth = 0\nwhile depth < 2:\n    {y} = {make.format('4', '')}({y})\n    depth += 1",
                (
                    f"heads{number} = [{make.format('k', '')}({x}) for k in (2, 3)]\n"
                    f"{y} = layers.Concatenate()(heads{number})"
                ),
                (
                    f"stack{number} = [{make.format('4', '')} for _ in range(2)]\n{y} = {x}\n"
                    f"for step in stack{number}:\n    {y} = step({y})"
                ),
                (
                    f"{y} = {x}\nfor make, options in [(layers.Dense, {{'units': 3}}), (layers.Dropout, {{'rate': 0.5}})]:"
                    f"\n    {y} = make(**options)({y})"
                ),
                (
                    f"parts{number} = {{f'head_{number}_{{k}}': {make.format('k', '')}({x}) for k in [2, 3]}}\n"
                    f"{y} = layers.concatenate(list(parts{number}.values()))"
                ),
            ]
        )
        self.run(text)
        return None

    def several_results(self) -> None:
        sequences = [n for n in self.tensors if len(self.shape(n)) == 3 and self.shape(n)[-1]]
        if not sequences:
            return
        x, r = self.random.choice(sequences), self.random
        a, b, c = self.fresh(), self.fresh(), self.fresh()
        self.run(
            r.choice(
                [
                    f"{a}, {b}, {c} = layers.LSTM(4, return_state=True)({x})",
                    f"{a}, {b} = layers.GRU(4, return_sequences=True, return_state=True)({x})",
                    (
                        f"{a}, *states = layers.LSTM(2, return_sequences=True, return_state=True)({x})\n"
                        f"{b} = layers.LSTM(2)({x}, initial_state=states)"
                    ),
                    f"{a}, {b} = ops.split({x}, [1], axis=-1)",
                ]
            )
        )

    def attention(self) -> None:
        sequences = [n for n in self.tensors if len(self.shape(n)) == 3 and self.shape(n)[-1]]
        if not sequences:
            return
        r = self.random
        x = r.choice(sequences)
        self.run(
            f"{self.fresh()} = "
            + r.choice(
                [
                    f"layers.MultiHeadAttention(2, 4)({x}, {x})",
                    f"layers.MultiHeadAttention(num_heads=1, key_dim=3, dropout=0.1)({x}, value={x}, key={x})",
                    f"layers.Attention()([{x}, {x}])",
                    f"layers.AdditiveAttention()([{x}, {x}, {x}])",
                    f"layers.Dot(axes=(2, 2))([{x}, {x}])",
                    f"ops.matmul({x}, ops.transpose({x}, (0, 2, 1)))",
                    f"{x} + layers.LayerNormalization()(layers.MultiHeadAttention(2, 2)(query={x}, value={x}))",
                ]
            )
        )
