"""Print what `site/cost.yaml` says under `counted`; see the comment there."""

import yaml

from tests.cost.counting import a_month, an_appointment

if __name__ == "__main__":
    print(yaml.safe_dump({"month": a_month(), "appointment": an_appointment()}))  # noqa: T201
