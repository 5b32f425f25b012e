import os, sys
import os.path as osp
from os.path import join, basename
print(os.path.join("a", "b", "c.txt"), join("/x", "y/", "z"), join("a", "/abs"), basename("/p/q.py"), os.path.dirname("/p/q.py"), os.path.splitext("a/b.tar.gz"), os.path.split("/a/b"), osp.splitext(".bashrc"), os.sep, os.path.isabs("/x"), os.path.normpath("a//b/../c"), os.path.basename("a/b/"))
os.environ["CUDA_VISIBLE_DEVICES"] = "0"
print(os.environ["CUDA_VISIBLE_DEVICES"], os.environ.get("CUDA_VISIBLE_DEVICES"))
print(sys.version_info[0], sys.version_info >= (3, 6), sys.version_info.major)
try:
    sys.exit(3)
except SystemExit as e:
    print("exit", e.code)
import string
print(string.ascii_lowercase[:5], string.digits)
