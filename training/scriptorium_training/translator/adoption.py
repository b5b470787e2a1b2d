"""The rule by which new translators replace shipped ones."""

from dataclasses import dataclass

MOST_LOST_IN_DOMAIN = 0.3
MOST_LOST_SURVIVAL = 1.0


@dataclass(frozen=True)
class Standing:
    """What a model reaches in one direction: BLEU on kept-out sentences of its field and on FLORES dev, and how many of
    a hundred planted placeholders, addresses and numbers survive."""

    in_domain: float
    general: float
    survived_percent: float


def objections(shipped: dict[str, Standing], candidate: dict[str, Standing]) -> list[str]:
    """Why the candidate must not replace what is shipped; none if it may. Every shipped direction is asked for."""
    missing = sorted(set(shipped) - set(candidate))
    if missing:
        return [f"the candidate does not translate {', '.join(missing)}"]
    found = []
    for direction, before in shipped.items():
        after = candidate[direction]
        if after.in_domain < before.in_domain - MOST_LOST_IN_DOMAIN - 1e-9:
            found.append(
                f"{direction}: in-domain BLEU falls from {before.in_domain} to {after.in_domain}, by more than "
                f"{MOST_LOST_IN_DOMAIN}"
            )
        if after.survived_percent < before.survived_percent - MOST_LOST_SURVIVAL - 1e-9:
            found.append(
                f"{direction}: of planted items {after.survived_percent} % survive, before it were "
                f"{before.survived_percent} %"
            )
    means = [sum(model[name].general for name in shipped) / len(shipped) for model in (shipped, candidate)]
    if means[1] <= means[0]:
        found.append(f"the mean BLEU on FLORES dev does not rise: {means[0]:.2f} before, {means[1]:.2f} now")
    return found
