import numpy as np
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau
from tensorflow.keras.layers import BatchNormalization, Dense, Dropout, Input
from tensorflow.keras.models import Sequential, load_model
from tensorflow.keras.optimizers import Adam

X = np.random.rand(60, 5)
y = np.random.rand(60) * 100
#! X_train, X_test = X[:48], X[48:, 1:]
#! X_train, X_test = X[:, :48], X[:, 48:]
#! X_train, X_test = X[:48]
X_train, X_test = X[:48], X[48:]
#! y_train, y_test = y[:40], y[40:]
y_train, y_test = y[:48], y[48:]
#! mean, std = X_train.mean(axis=2), X_train.std(axis=0)
#! mean, std = X_train.mean(axis=1), X_train.std(axis=1)
mean, std = X_train.mean(axis=0), X_train.std(axis=0)
X_train = (X_train - mean) / std
X_test = (X_test - mean) / std


def build_model(n_features, dropout=0.2):
    model = Sequential()
    #! model.add(Input(n_features))
    #! model.add(Input(shape=n_features))
    #! model.add(Input(shape=(n_features + 1,)))
    #! model.add(Input(shape=X_train.shape))
    #! model.add(Input(shape=(60, n_features)))
    model.add(Input(shape=(n_features,)))
    #! model.add(Dense(64, activation=relu))
    #! model.add(Dense(64, activation="Relu"))
    #! model.add(Dense(64))
    #! model.add(Dense(units=64, activation="relu", input_dims=5))
    model.add(Dense(64, activation="relu"))
    #! model.add(BatchNormalization)
    #! model.add(BatchNormalization(64))
    #! model.add(BatchNormalization(axis=2))
    #! model.add(BatchNormalization(mode=0))
    model.add(BatchNormalization())
    #! model.add(Dropout(dropout=dropout))
    #! model.add(Dropout)
    #! model.add(Dropout(1.5))
    model.add(Dropout(dropout))
    model.add(Dense(32, activation="relu"))
    #! model.add(Dense(1, activation="softmax"))
    #! model.add(Dense(1, activation="relu"))
    #! model.add(Dense(1, activation="sigmoid"))
    #! model.add(Dense(2))
    #! model.add(Dense())
    #! model.add(Dense(1)).build()
    model.add(Dense(1))
    #! model.compile(optimizer=Adam(lr=0.001), loss="mse", metrics=["mae"])
    #! model.compile(optimizer=Adam(0.001), loss="categorical_crossentropy", metrics=["mae"])
    #! model.compile(optimizer=Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["mae"])
    #! model.compile(optimizer=Adam(0.001), loss="binary_crossentropy", metrics=["mae"])
    #! model.compile(optimizer=Adam(0.001), loss="mse", metrics=["accuracy"])
    #! model.compile(optimizer=Adam(0.001), loss="mse", metrics=["r2"])
    #! model.compile(optimizer=Adam(0.001), loss="rmse", metrics=["mae"])
    #! model.compile(optimizer=Adam(0.001), loss="mean_square_error", metrics=["mae"])
    #! model.compile(optimizer=Adam(10), loss="mse", metrics=["mae"])
    #! model.compile(optimizer=Adam(0.001, weight_decays=1e-4), loss="mse", metrics=["mae"])
    model.compile(optimizer=Adam(0.001), loss="mse", metrics=["mae"])
    #!
    #! return model.summary()
    #! return model.compile
    return model


#! model = build_model()
#! model = build_model(X_train.shape)
#! model = build_model(X_train.shape[0])
#! model = build_model(X_train.shape(1))
#! model = build_model(X_train.shape[1:])
#! model = build_model(len(X_train))
#! model = build_model
model = build_model(X_train.shape[1])
callbacks = [
    #! EarlyStopping(monitor="val_mea", patience=3),
    #! EarlyStopping(monitor="val_accuracy", patience=3, mode="max"),
    #! EarlyStopping(monitor="val_loss", patience="3"),
    #! EarlyStopping(patience=3, restore_weights=True),
    EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True),
    #! ReduceLROnPlateau(monitor="val_loss", factor=0.2, patience=2, epsilon=1e-4),
    #! ReduceLROnPlateau(monitor="val_loss", factor=1.2, patience=2),
    #! ReduceLROnPlateau(monitor="val_loss", factor=0.2, patience=2, min_learning_rate=1e-6),
    #! ReduceLROnPlateau(monitor="val_loss", factor=0.2, patience=2, cooldowns=1),
    ReduceLROnPlateau(monitor="val_loss", factor=0.2, patience=2, min_lr=1e-6),
    #! ModelCheckpoint("/tmp/housing_best", save_best_only=True),
    #! ModelCheckpoint("/tmp/housing_best.keras", save_best_only=True, monitor="val_acc"),
    #! ModelCheckpoint("/tmp/housing_best.keras", save_best_only=True, period=2),
    ModelCheckpoint("/tmp/housing_best.keras", save_best_only=True),
]
history = model.fit(
    #! X, y_train,
    #! X_train, y_test,
    #! X_train.T, y_train,
    #! X_train, y,
    #! [X_train, y_train],
    #! (X_train, y_train),
    #! y_train, X_train,
    X_train, y_train,
    #! validation_data=(X_test, y_train),
    #! validation_data=(y_test, X_test),
    #! validation_data=X_test,
    #! validation_data=[X_test, y_test, None, None],
    #! validation_splits=0.2,
    #! validation_split=1.5,
    validation_data=(X_test, y_test),
    epochs=2,
    #! batch_size=0,
    #! batch_size=-1,
    #! batches=16,
    batch_size=16,
    #! callback=callbacks,
    #! callbacks=callbacks[0].monitor,
    callbacks=callbacks,
    #! verbose="none",
    verbose=0,
)
#! print(history.history["mean_absolute_error"][-1])
#! print(history.history["val_mse"][-1])
#! print(history.history.keys()["mae"])
#! print(history.history["mae"].mean())
print(history.history["val_mae"][-1])
#! loss, mae, mse = model.evaluate(X_test, y_test, verbose=0)
#! loss, mae = model.evaluate(X_test, verbose=0)
#! loss, mae = model.evaluate(X_test[0], y_test[0], verbose=0)
#! loss, mae = model.evaluate([X_test, y_test], verbose=0)
loss, mae = model.evaluate(X_test, y_test, verbose=0)
#! predictions = model.predict(X_test).flatten
#! predictions = model.predict(X_test.iloc[:5]).flatten()
#! predictions = model.predict(np.array([[1.0, 2.0, 3.0]])).flatten()
#! predictions = model.predict(X_test[0]).flatten()
predictions = model.predict(X_test, verbose=0).flatten()
#! best = load_model("/tmp/housing_best.keras", custom_object={})
best = load_model("/tmp/housing_best.keras")
#! best.predict_proba(X_test)
#! best.score(X_test, y_test)
best.predict(X_test[:2], verbose=0)
