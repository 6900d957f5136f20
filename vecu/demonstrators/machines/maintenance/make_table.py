"""Learn to announce failures on half of AI4I 2020 and count its alarms on the other half.

    OMP_NUM_THREADS=1 python -m vecu.demonstrators.machines.maintenance.make_table ai4i2020.csv

It writes `alarms.json` to its output, in about two minutes; threads that wait for each other
would only make it slower.

Data: S. Matzka (2020), AI4I 2020 Predictive Maintenance Dataset, UCI Machine Learning Repository,
https://doi.org/10.24432/C5HS5C, CC BY 4.0. A synthetic data set: a program drew its 10,000 rows.

What names the kind of a failure, the row or the product is never learnt from. Model and thresholds
are chosen on the learning half alone, by cross-validation; what came of them is counted on the
held-out half. The whole of it is repeated with other seeds, so that the one on the page can be
seen among them.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

SHOWN_SEED = 2020
"""The year of the data; set before anything was computed."""

OTHER_SEEDS = range(1, 21)
TARGETS = (0.80, 0.85, 0.90, 0.95, 0.98, 1.00)
FOLDS = 5
FAILURE = "Machine failure"
MEASURES = [
    "Air temperature [K]",
    "Process temperature [K]",
    "Rotational speed [rpm]",
    "Torque [Nm]",
    "Tool wear [min]",
]
QUALITY = ["Type"]


def read_machines(path: Path) -> pd.DataFrame:
    """Return the rows of `ai4i2020.csv`."""
    return pd.read_csv(path, encoding="utf-8-sig")


def list_models(seed: int) -> Mapping[str, Pipeline]:
    """Return the models to choose from, with the settings that scikit-learn gives them.

    Only the steps of the regression are more than its default, so that it converges.
    """
    return {
        name: make_pipeline(
            make_column_transformer((StandardScaler(), MEASURES), (OneHotEncoder(), QUALITY)),
            model,
        )
        for name, model in (
            ("LogisticRegression", LogisticRegression(max_iter=1000)),
            ("RandomForestClassifier", RandomForestClassifier(random_state=seed)),
            ("HistGradientBoostingClassifier", HistGradientBoostingClassifier(random_state=seed)),
        )
    }


def find_threshold(scores: np.ndarray, failed: np.ndarray, target: float) -> float:
    """Return the highest score from which alarms announce at least `target` of the failures."""
    downwards = np.sort(scores[failed])[::-1]
    wanted = int(np.ceil(round(target * len(downwards), 9)))
    return float(downwards[wanted - 1])


def count_alarms(scores: np.ndarray, failed: np.ndarray, threshold: float) -> dict[str, int]:
    """Count rows by whether they raised an alarm and whether they failed."""
    alarm = scores >= threshold
    return {
        "announced": int((alarm & failed).sum()),
        "missed": int((~alarm & failed).sum()),
        "false_alarms": int((alarm & ~failed).sum()),
        "quiet": int((~alarm & ~failed).sum()),
    }


def measure_seed(machines: pd.DataFrame, seed: int) -> dict[str, Any]:
    """Split, choose the model, learn, and count the alarms of each target on the held-out half."""
    learning, held_out = train_test_split(
        machines, test_size=0.5, stratify=machines[FAILURE], random_state=seed
    )
    failed = learning[FAILURE].to_numpy() == 1
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    models = list_models(seed)
    unseen = {
        name: cross_val_predict(model, learning, failed, cv=folds, method="predict_proba")[:, 1]
        for name, model in models.items()
    }
    precision = {name: average_precision_score(failed, each) for name, each in unseen.items()}
    chosen = max(precision, key=lambda name: precision[name])
    model = models[chosen].fit(learning, failed)
    scores = model.predict_proba(held_out)[:, 1]
    truth = held_out[FAILURE].to_numpy() == 1
    return {
        "seed": seed,
        "model": chosen,
        "average_precision": {name: round(float(each), 4) for name, each in precision.items()},
        "steps": [_measure_target(unseen[chosen], failed, scores, truth, each) for each in TARGETS],
    }


def _measure_target(
    unseen: np.ndarray, failed: np.ndarray, scores: np.ndarray, truth: np.ndarray, target: float
) -> dict[str, float | int]:
    threshold = find_threshold(unseen, failed, target)
    return {
        "target": round(100 * target),
        "threshold": round(threshold, 6),
        **count_alarms(scores, truth, threshold),
    }


def make_table(machines: pd.DataFrame, seeds: Sequence[int]) -> dict[str, Any]:
    """Return what `alarms.json` holds: the shown seed, then the others."""
    return {
        "source": "S. Matzka (2020), AI4I 2020 Predictive Maintenance Dataset, UCI Machine Learning"
        " Repository, https://doi.org/10.24432/C5HS5C",
        "licence": "CC BY 4.0",
        "shown": measure_seed(machines, SHOWN_SEED),
        "others": [measure_seed(machines, seed) for seed in seeds],
    }


if __name__ == "__main__":
    table = make_table(read_machines(Path(sys.argv[1])), OTHER_SEEDS)
    sys.stdout.write(json.dumps(table, indent=1) + "\n")
