"""Programs made by chance: models of tensors, of layers, of other models and of their parts."""

# ruff: noqa: E501 - the programs read better than what wraps them

from __future__ import annotations

from typing import Any

from . import oracle, phrases
from .writing import Writer

import keras  # isort: skip


class Programs(Writer):
    """Writes one whole program."""

    def program(self) -> None:
        self.run("import keras\nfrom keras import layers, ops")
        if self.chance(0.08):
            self.run("keras.config.set_image_data_format('channels_first')")
        turns = self.random.randint(3, 14)
        wrong = self.random.randrange(1, turns + 1) if self.mistaken else -1
        for turn in range(turns):
            self.statement()
            if turn + 1 == wrong:
                self.mistake()
            if self.session.error is not None:
                return
        if not self.models or self.chance(0.5):
            self.model()

    # Statements ----------------------------------------------------------------------------

    def statement(self) -> None:
        kinds = [
            (self.input, 2),
            (self.layer, 6),
            (self.operation, 3),
            (self.merge, 4),
            (self.shared, 1),
            (self.function, 3),
            (self.own_class, 2),
            (self.loop, 2),
            (self.sequential, 3),
            (self.deferred, 1),
            (self.adding, 2),
            (self.model, 3),
            (self.call_model, 3),
            (self.surgery, 3),
            (self.freeze, 2),
            (self.several_results, 1),
            (self.attention, 1),
        ]
        functions, weights = zip(*kinds, strict=True)
        if not self.tensors:
            self.input()
        self.random.choices(functions, weights)[0]()

    def steps(self, shape: tuple[int | None, ...], count: int, first: str = "") -> list[str]:
        """Layers that fit one after the other; they are tried here, and not in the program."""
        found: list[str] = []
        used = oracle.global_state.get_global_attribute("object_name_uids")
        kept = dict(used) if used is not None else None
        tensor = keras.KerasTensor(shape)
        names = {"layers": keras.layers, "keras": keras}
        for _ in range(count):
            made = phrases.layer(self.random, tuple(tensor.shape), self.name_argument(), first)
            try:
                tensor = eval(made, names)(tensor)
            except Exception:
                continue
            found.append(made)
            first = ""
        if kept is not None and used is not None:
            used.clear()
            used.update(kept)
        return found

    def some_shape(self) -> tuple[int | None, ...]:
        shape = self.random.choice([(4,), (8,), (6, 3), (16, 16, 3), (12, 12, 1), (None, None, 3)])
        return (None, *shape)

    def sequential(self) -> None:
        r, shape = self.random, self.some_shape()
        name = self.fresh("seq")
        style = r.choice(["input", "argument", "deferred", "nested", "call"])
        first = f"input_shape={shape[1:]}" if style == "argument" else ""
        steps = self.steps(shape, r.randint(1, 5), first)
        if not steps or (style == "argument" and "input_shape" not in steps[0]):
            return
        if style == "nested" and len(steps) > 2:
            inner = f"keras.Sequential([{', '.join(steps[1:])}])"
            steps = [steps[0], inner]
        head = [] if style in ("argument", "deferred") else [f"keras.Input({shape[1:]})"]
        items = [*head, *steps]
        tail = r.choice(["", "", f", name={name!r}"])
        if self.chance(0.5):
            text = "".join(f"    {each},\n" for each in items)
            self.run(f"{name} = keras.Sequential(\n    [\n{text}    ]{tail}\n)")
        else:
            self.run(f"{name} = keras.Sequential([{', '.join(items)}]{tail})")
        if style == "deferred":
            if self.chance(0.5):
                self.run(f"{name}.build({shape})")
            else:
                self.run(f"{self.fresh()} = {name}(keras.Input({shape[1:]}))")
        return

    def deferred(self) -> None:
        """A Sequential that is called on a tensor of the program."""
        x = self.tensor()
        steps = self.steps(self.shape(x), self.random.randint(1, 3))
        name = self.fresh("seq")
        self.run(f"{name} = keras.Sequential([{', '.join(steps)}])")
        self.run(f"{self.fresh()} = {name}({x})")
        if self.chance(0.3):
            self.run(f"{self.fresh()} = {name}({x})")

    def adding(self) -> None:
        r, shape = self.random, self.some_shape()
        name = self.fresh("seq")
        style = r.choice(["input", "argument", "late"])
        first = f"input_shape={shape[1:]}" if style == "argument" else ""
        steps = self.steps(shape, r.randint(2, 5), first)
        if not steps or (first and "input_shape" not in steps[0]):
            return
        self.run(f"{name} = {r.choice(['keras.Sequential', 'keras.models.Sequential'])}()")
        if style == "input":
            self.run(f"{name}.add(keras.Input(shape={shape[1:]}))")
        for step in steps:
            self.run(f"{name}.add({step})")
        if style == "late":
            self.run(f"{name}.build(input_shape={shape})")
        if self.chance(0.3) and len(steps) > 1:
            self.run(f"{name}.pop()")
            if self.chance(0.5):
                self.run(f"{name}.add(layers.Dropout(0.3))")

    def origins(self, names: list[str]) -> list[str]:
        """The inputs that these tensors come from."""
        inputs = [n for n in self.tensors if self.is_input(self.session.values[n])]
        needed: set[int] = set()
        stack = [self.session.values[name] for name in names]
        seen: set[int] = set()
        while stack:
            tensor = stack.pop()
            if id(tensor) in seen:
                continue
            seen.add(id(tensor))
            operation, index, _ = tensor._keras_history
            if self.is_input(tensor):
                needed.add(id(tensor))
            else:
                stack += operation._inbound_nodes[index].input_tensors
        found = [n for n in inputs if id(self.session.values[n]) in needed]
        known = {id(self.session.values[n]) for n in found}
        return list(dict.fromkeys(found)) if needed <= known else []

    @staticmethod
    def is_input(tensor: Any) -> bool:
        history = getattr(tensor, "_keras_history", None)
        return history is not None and isinstance(history.operation, keras.layers.InputLayer)

    def model(self) -> None:
        r = self.random
        tensors = self.tensors
        if not tensors:
            return
        outputs = list(
            dict.fromkeys(r.choices(tensors[len(tensors) // 2 :], k=r.choice([1, 1, 1, 2, 3])))
        )
        inputs = self.origins(outputs)
        if not inputs:
            return
        middle = [n for n in tensors if n not in inputs and n not in outputs]
        if self.chance(0.1) and middle and len(inputs) == 1:
            inputs = [r.choice(middle)]
        name = self.fresh("model")
        given = self.structure(inputs)
        wanted = self.structure(outputs)
        tail = r.choice(
            ["", "", f", name={name!r}", ", trainable=False" if self.chance(0.3) else ""]
        )
        kind = r.choice(["keras.Model", "keras.models.Model", "keras.Model"])
        style = r.choice([f"{given}, {wanted}", f"inputs={given}, outputs={wanted}"])
        self.run(f"{name} = {kind}({style}{tail})")

    def structure(self, names: list[str]) -> str:
        listed = ", ".join(names)
        if len(names) == 1:
            return self.random.choice([listed, listed, f"[{listed}]"])
        keys = ", ".join(f"'{'k' if each[0] != 'i' else ''}{each}': {each}" for each in names)
        return self.random.choice([f"[{listed}]", f"[{listed}]", f"({listed})", "{" + keys + "}"])

    def call_model(self) -> None:
        if not self.models:
            return
        r = self.random
        model = r.choice(self.models)
        value = self.session.values[model]
        inputs = getattr(value, "inputs", None)
        if not inputs:
            return
        given = []
        for needed in inputs:
            fitting = [n for n in self.tensors if self.shape(n)[1:] == tuple(needed.shape)[1:]]
            if fitting and self.chance(0.7):
                given.append(r.choice(fitting))
            else:
                name = self.fresh("input")
                shape = tuple(needed.shape)[1:]
                self.run(f"{name} = keras.Input({shape})")
                given.append(name)
        structure = getattr(value, "_inputs_struct", None)
        if isinstance(structure, dict):
            call = (
                "{" + ", ".join(f"{k!r}: {n}" for k, n in zip(structure, given, strict=True)) + "}"
            )
        elif len(given) == 1:
            call = given[0]
        else:
            call = f"[{', '.join(given)}]"
        outputs = getattr(value, "_outputs_struct", None)
        if isinstance(value, keras.Sequential) or outputs is None or len(value.outputs) == 1:
            extra = r.choice(["", "", ", training=False"])
            result = self.fresh()
            if isinstance(outputs, (list, tuple)) and self.chance(0.5):
                self.run(f"{result} = {model}({call}{extra})[0]")
            else:
                self.run(f"{result} = {model}({call}{extra})")
            if self.chance(0.3):
                self.run(f"{self.fresh()} = {model}({call})")
        elif isinstance(outputs, dict):
            result = self.fresh("named")
            self.run(f"{result} = {model}({call})")
            self.run(f"{self.fresh()} = {result}[{r.choice(list(outputs))!r}]")
        else:
            self.run(f"{', '.join(self.fresh() for _ in outputs)} = {model}({call})")

    def surgery(self) -> None:
        usable = [n for n in self.models if getattr(self.session.values[n], "outputs", None)]
        if not usable:
            return
        r, model = self.random, self.random.choice(usable)
        value = self.session.values[model]
        real = [layer for layer in value.layers if layer._inbound_nodes]
        if not real:
            return
        layer = r.choice(real)
        index = value.layers.index(layer)
        picked = r.choice(
            [
                f"{model}.get_layer({layer.name!r})",
                f"{model}.get_layer(index={index})",
                f"{model}.layers[{index}]",
                f"{model}.layers[{index - len(value.layers)}]",
                f"{model}.get_layer(name={layer.name!r})",
            ]
        )
        name = self.fresh("model")
        inputs = r.choice([f"{model}.input", f"{model}.inputs"])
        # In a Sequential, a merging layer that is built ends the building without a word.
        plain = all(len(n.input_tensors) < 2 for each in real for n in each._inbound_nodes)
        r.choice(
            [
                lambda: self.run(f"{name} = keras.Model({inputs}, {picked}.output)"),
                lambda: self.run(f"{self.fresh()} = {picked}.output"),
                lambda: self.run(f"{name} = keras.Model(inputs={inputs}, outputs={model}.output)"),
                lambda: self.run(
                    f"{name} = keras.Model({inputs}, [{picked}.output, {model}.layers[-1].output])"
                ),
                lambda: self.run(
                    f"top = layers.Dense(3)({model}.layers[-1].output)\n{name} = keras.Model({inputs}, top)"
                ),
                lambda: self.run(
                    f"{name} = keras.Model({inputs}, [layer.output for layer in {model}.layers[1:]])"
                ),
                lambda: self.run(
                    f"{name} = keras.Sequential({model}.layers[:-1])" if plain else "pass"
                ),
                lambda: self.run(f"{name} = keras.Sequential([{model}, layers.Flatten()])"),
                lambda: self.run(
                    f"{name} = keras.Sequential()\nfor layer in {model}.layers:\n    {name}.add(layer)"
                    if plain
                    else "pass"
                ),
            ]
        )()

    def freeze(self) -> None:
        if not self.models:
            return
        r, model = self.random, self.random.choice(self.models)
        self.run(
            r.choice(
                [
                    f"{model}.trainable = False",
                    f"for layer in {model}.layers:\n    layer.trainable = False",
                    f"for layer in {model}.layers[:-1]:\n    layer.trainable = False",
                    f"for i, layer in enumerate({model}.layers):\n    layer.trainable = i % 2 == 0",
                    f"{model}.layers[0].trainable = False",
                    (
                        f"for layer in {model}.layers:\n    if isinstance(layer, layers.Dense):\n"
                        "        layer.trainable = False"
                    ),
                    f"{model}.trainable = True",
                    f"for layer in {model}.layers:\n    if 'conv' in layer.name:\n        layer.trainable = not layer.trainable",
                ]
            )
        )

    def mistake(self) -> None:
        x, other = self.tensor(), self.tensor()
        model = self.random.choice(self.models) if self.models else ""
        self.run(phrases.mistake(self.random, self.shape(x), x, other, self.shape(other), model))
