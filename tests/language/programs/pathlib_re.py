from pathlib import Path
p = Path("data") / "train" / "x.tar.gz"
print(p, p.name, p.stem, p.suffix, p.parent, str(p.parent / "y"), p.parts, Path("a", "b"), Path("/r") / "s", p.with_suffix(".zip"), f"{p}", Path("a/b") == Path("a") / "b", repr(Path("q")))
import re
m = re.match(r"(\w+)_(\d+)", "conv_12 rest")
print(m.group(1), int(m.group(2)), m.groups(), bool(re.search("z+", "abc")), re.sub(r"[^a-z]", "_", "a-b c"), re.findall(r"\d", "a1b2"), re.split(r"[,;]", "a,b;c"))
pat = re.compile("block(?P<n>[0-9])")
print(pat.match("block5").group("n"), [x.start() for x in re.finditer("a", "banana")], pat.pattern, pat.search("no"))
print(re.sub("(a)(b)", lambda k: k.group(2) + k.group(1), "abab"), re.escape("a.b"))
if (mm := re.match("x(.)", "xy")): print(mm[1])
print(re.compile("a").split("xaxax", maxsplit=1), pat.search("block1 block2", pos=3).group(), re.match("(a)(b)?", "a").groups(default="-"), pat.match("block5").groupdict(default=0))
