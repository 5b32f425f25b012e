"""The architectures of `keras.applications`, by name: their arguments, sizes and modules."""

from __future__ import annotations

from ...interpreter.signature import Signature

#: What the arguments of all of them are when they are not given; `name` is of each its own.
DEFAULTS = {
    "include_top": True,
    "weights": "imagenet",
    "input_tensor": None,
    "input_shape": None,
    "pooling": None,
    "classes": 1000,
    "classifier_activation": "softmax",
    "include_preprocessing": True,
    "alpha": 1.0,
    "depth_multiplier": 1,
    "dropout": 0.001,
    "dropout_rate": 0.2,
    "minimalistic": False,
}
#: In which order they are taken: by family, and most like the first.
_ORDERS = {
    "": "include_top weights input_tensor input_shape pooling classes classifier_activation name",
    "convnext": (
        "include_top include_preprocessing weights input_tensor input_shape pooling classes "
        "classifier_activation name"
    ),
    "efficientnet_v2": (
        "include_top weights input_tensor input_shape pooling classes classifier_activation "
        "include_preprocessing name"
    ),
    "mobilenet": (
        "input_shape alpha depth_multiplier dropout include_top weights input_tensor pooling "
        "classes classifier_activation name"
    ),
    "mobilenet_v2": (
        "input_shape alpha include_top weights input_tensor pooling classes "
        "classifier_activation name"
    ),
    "mobilenet_v3": (
        "input_shape alpha minimalistic include_top weights input_tensor classes pooling "
        "dropout_rate classifier_activation include_preprocessing name"
    ),
    "nasnet": (
        "input_shape include_top weights input_tensor pooling classes classifier_activation name"
    ),
}
#: The name; the file in `architectures/`; the default and the least height and width; the name a
#: model gets, which is made of other arguments where it is "-".
_ARCHITECTURES = """
    ConvNeXtBase convnext 224 32 convnext_base
    ConvNeXtLarge convnext 224 32 convnext_large
    ConvNeXtSmall convnext 224 32 convnext_small
    ConvNeXtTiny convnext 224 32 convnext_tiny
    ConvNeXtXLarge convnext 224 32 convnext_xlarge
    DenseNet121 densenet 224 32 densenet121
    DenseNet169 densenet 224 32 densenet169
    DenseNet201 densenet 224 32 densenet201
    EfficientNetB0 efficientnet 224 32 efficientnetb0
    EfficientNetB1 efficientnet 240 32 efficientnetb1
    EfficientNetB2 efficientnet 260 32 efficientnetb2
    EfficientNetB3 efficientnet 300 32 efficientnetb3
    EfficientNetB4 efficientnet 380 32 efficientnetb4
    EfficientNetB5 efficientnet 456 32 efficientnetb5
    EfficientNetB6 efficientnet 528 32 efficientnetb6
    EfficientNetB7 efficientnet 600 32 efficientnetb7
    EfficientNetV2B0 efficientnet_v2 224 32 efficientnetv2-b0
    EfficientNetV2B1 efficientnet_v2 240 32 efficientnetv2-b1
    EfficientNetV2B2 efficientnet_v2 260 32 efficientnetv2-b2
    EfficientNetV2B3 efficientnet_v2 300 32 efficientnetv2-b3
    EfficientNetV2L efficientnet_v2 480 32 efficientnetv2-l
    EfficientNetV2M efficientnet_v2 480 32 efficientnetv2-m
    EfficientNetV2S efficientnet_v2 384 32 efficientnetv2-s
    InceptionResNetV2 inception_resnet_v2 299 75 inception_resnet_v2
    InceptionV3 inception_v3 299 75 inception_v3
    MobileNet mobilenet 224 32 -
    MobileNetV2 mobilenet_v2 224 32 -
    MobileNetV3Large mobilenet_v3 224 32 MobileNetV3Large
    MobileNetV3Small mobilenet_v3 224 32 MobileNetV3Small
    NASNetLarge nasnet 331 32 nasnet_large
    NASNetMobile nasnet 224 32 nasnet_mobile
    ResNet101 resnet 224 32 resnet101
    ResNet101V2 resnet 224 32 resnet101v2
    ResNet152 resnet 224 32 resnet152
    ResNet152V2 resnet 224 32 resnet152v2
    ResNet50 resnet 224 32 resnet50
    ResNet50V2 resnet 224 32 resnet50v2
    VGG16 vgg 224 32 vgg16
    VGG19 vgg 224 32 vgg19
    Xception xception 299 71 xception
"""
#: The modules: how `preprocess_input` of each scales, which is not at all where it says "-", and
#: the architectures found there.
MODULES = {
    "convnext": "- ConvNeXtBase ConvNeXtLarge ConvNeXtSmall ConvNeXtTiny ConvNeXtXLarge",
    "densenet": "torch DenseNet121 DenseNet169 DenseNet201",
    "efficientnet": (
        "- EfficientNetB0 EfficientNetB1 EfficientNetB2 EfficientNetB3 EfficientNetB4 "
        "EfficientNetB5 EfficientNetB6 EfficientNetB7"
    ),
    "efficientnet_v2": (
        "- EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2L "
        "EfficientNetV2M EfficientNetV2S"
    ),
    "imagenet_utils": "caffe",
    "inception_resnet_v2": "tf InceptionResNetV2",
    "inception_v3": "tf InceptionV3",
    "mobilenet": "tf MobileNet",
    "mobilenet_v2": "tf MobileNetV2",
    "mobilenet_v3": "-",
    "nasnet": "tf NASNetLarge NASNetMobile",
    "resnet": "caffe ResNet101 ResNet152 ResNet50",
    "resnet50": "caffe ResNet50",
    "resnet_v2": "tf ResNet101V2 ResNet152V2 ResNet50V2",
    "vgg16": "caffe VGG16",
    "vgg19": "caffe VGG19",
    "xception": "tf Xception",
}


class Architecture:
    """One of them. `size` and `least` are sides of an image, in pixels; `title` is the name that
    a model gets, "" where that depends on other arguments."""

    __slots__ = ("family", "least", "name", "signature", "size", "title")

    def __init__(self, row: str) -> None:
        self.name, self.family, size, least, title = row.split()
        self.size, self.least = int(size), int(least)
        self.title = title.strip("-")
        names = tuple(_ORDERS.get(self.family, _ORDERS[""]).split())
        defaults = {name: DEFAULTS.get(name, self.title or None) for name in names}
        self.signature = Signature(self.name, names, defaults)


ARCHITECTURES = {made.name: made for made in map(Architecture, _ARCHITECTURES.strip().splitlines())}
