class classproperty(property):
    def __get__(self, _, owner_cls):
        return self.fget(owner_cls)


class lazy(property):
    def __init__(self, function):
        super().__init__(function)
        self.name = "_" + function.__name__


class doubled(property):
    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return 2 * super().__get__(instance, owner)


class M:
    width = 3

    @classproperty
    def presets(cls):
        return {"a": 4}

    @classproperty
    def n(cls):
        return cls.presets["a"]

    @lazy
    def units(self):
        return self.width

    @doubled
    def twice(self):
        return self.width

    @twice.setter
    def twice(self, value):
        self.width = value


m = M()
print(M.presets, m.n, m.units, m.twice)
m.twice = 5
print(m.twice, m.width)
print(
    isinstance(M.__dict__["units"], property),
    isinstance(M.twice, doubled),
    M.__dict__["units"].name,
)
try:
    m.units = 3
except AttributeError:
    print("refused")


class G(M):
    @property
    def other(self):
        return property.__get__(M.__dict__["units"], self, M)


print(G().other)
