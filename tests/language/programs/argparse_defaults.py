import argparse
parser = argparse.ArgumentParser(description="x")
parser.add_argument("--epochs", type=int, default=10)
parser.add_argument("--learning-rate", "-lr", type=float, default=1e-3, help="h")
parser.add_argument("-b", "--batch-size", default="32", type=int)
parser.add_argument("--flag", action="store_true")
parser.add_argument("--no-x", dest="x", action="store_false")
parser.add_argument("--name", default=None)
g = parser.add_argument_group("g")
g.add_argument("--inner", nargs="+", default=[1, 2])
parser.set_defaults(extra=5)
import sys
sys.argv = ["prog"]
args = parser.parse_args()
print(args.epochs, args.learning_rate, args.batch_size, args.flag, args.x, args.name, args.inner, args.extra, vars(args)["epochs"], "epochs" in args)
ns = argparse.Namespace(a=1)
print(ns.a)
print(sum(range(args.epochs)))
