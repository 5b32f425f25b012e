import keras
from keras import layers

features = keras.Input((32,))
x = layers.BatchNormalization(axis=3)(features)
model = keras.Model(features, x)
