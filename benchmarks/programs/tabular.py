import numpy as np
from keras.callbacks import EarlyStopping, ReduceLROnPlateau
from keras.layers import BatchNormalization, Dense, Dropout, Input
from keras.models import Sequential
from keras.regularizers import l2
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

#! X = np.random.rand(100)
X = np.random.rand(100, 8)
#! y = np.random.randint(0, 3, (90,))
y = np.random.randint(0, 3, (100,))
#! X_train, y_train, X_test, y_test = train_test_split(X, y, test_size=0.2)
#! X_train, X_test = train_test_split(X, y, test_size=0.2)
#! X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=20.5)
#! X_train, X_test, y_train, y_test = train_test_split((X, y), test_size=0.2)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)
scaler = StandardScaler()
#! X_train = scaler.transform(X_train)
#! X_train = scaler.fit(X_train)
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

model = Sequential()
#! model.add(Input(shape=(X_train.shape,)))
#! model.add(Input(shape=X_train.shape[1]))
#! model.add(Input(shape=(X_train.shape[0],)))
#! model.add(Input(shape=(10,)))
#! model.add(Input(shape=(X_train.shape[2],)))
#! model.add(Input(shape=X_train.shape))
model.add(Input(shape=(X_train.shape[1],)))
#! model.add(Dense(64, activation="relu", kernel_regularizer=l2))
#! model.add(Dense(64, activation="relu", kernel_regularizer="l3"))
#! model.add(Dense(64, activation="relu", regularizer=l2(0.01)))
#! model.add(Dense(64, activation="relu", kernel_initializer="he"))
#! model.add(Dense(64, input_dim=10, activation="relu"))
#! model.add(Dense(-64, activation="relu"))
#! model.add(Dense(0, activation="relu"))
#! model.add(Dense(64.0, activation="relu"))
#! model.add(Dense([64], activation="relu"))
#! model.add(Dense(output_dim=64, activation="relu"))
#! model.add(Dense(units=64, activation="relu", init="uniform"))
#! model.add(Dense(64, activation="relu", name=1))
#! model.add(Dense, 64)
model.add(Dense(64, activation="relu", kernel_regularizer=l2(0.01)))
#! model.add(BatchNormalization(64, axis=2))
#! model.add(BatchNormalization)
model.add(BatchNormalization())
#! model.add(Dropout(-0.3))
#! model.add(Dropout("0.3"))
model.add(Dropout(0.3))
#! model.add(Dense(2, activation="softmax"))
#! model.add(Dense(3, activation="softmax", input_shape=(3,)))
#! model.add(Dense(3), "softmax")
#! model.add(Dense(1, activation="sigmoid"))
model.add(Dense(3, activation="softmax"))
#! model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy", "precision"])
#! model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["auc"])
#! model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
callbacks = [
    #! EarlyStopping(monitor="val_acc", patience=2),
    #! EarlyStopping("val_loss", mode="minimum"),
    #! EarlyStopping(patience="3"),
    #! EarlyStopping,
    EarlyStopping(monitor="val_loss", patience=2),
    #! ReduceLROnPlateau(monitor="val_loss", factor=1.1),
    #! ReduceLROnPlateau(monitor="val_loss", factor=0.1, epsilon=0.1, cooldowns=2),
    ReduceLROnPlateau(monitor="val_loss", factor=0.1),
]
#! history = model.fit(X_train, y_train, validation_data=[X_test], epochs=1, callbacks=callbacks)
#! history = model.fit(X_train, y_test, epochs=1, callbacks=callbacks)
#! history = model.fit(X_train, y_train, validation_data=(X_test, y_train), epochs=1, callbacks=callbacks)
#! history = model.fit(X_train, y_train, validation_data=X_test, epochs=1, callbacks=callbacks)
#! history = model.fit(X_train, X_test, y_train, y_test, epochs=1)
#! history = model.fit(train, y_train, epochs=1)
#! history = model.fit(X_train, y_train, epochs=1, callbacks=callback)
history = model.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=1, callbacks=callbacks)
#! loss = history.history["val_accuracy"][5]
#! loss = history.history["val_acc"]
#! loss = history.loss
loss = history.history["val_loss"]
#! y_pred = model.predict_classes(X_test)
#! y_pred = np.argmax(model.predict(X_test), axis=2)
#! y_pred = model.predict(X_test, y_test, 1, 1, 1, 1)
y_pred = np.argmax(model.predict(X_test), axis=1)
