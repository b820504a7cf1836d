// The weighted total of a sheet, in whole numbers: the same sum as judging/scorecards/totals.py, so that page and
// server never show two different totals.

const decimals = (text) => (text.split(".")[1] ?? "").length;

function whole(text, places) {
  const [before, after = ""] = text.split(".");
  return BigInt(before + after.padEnd(places, "0"));
}

// `criteria`: [{weight: "17.5", points: "8"}, {weight: "25", points: null}]; null where there are no points.
// The total out of 100 with two decimals, a half rounded up: "47.50"; null while nothing has points.
export function weightedTotal(criteria) {
  const scored = criteria.filter(({ points }) => points !== null);
  if (scored.length === 0) return null;
  const weightPlaces = Math.max(...scored.map(({ weight }) => decimals(weight)));
  const pointPlaces = Math.max(...scored.map(({ points }) => decimals(points)));
  let sum = 0n;
  let weights = 0n;
  for (const { weight, points } of scored) {
    sum += whole(weight, weightPlaces) * whole(points, pointPlaces);
    weights += whole(weight, weightPlaces);
  }
  const below = weights * 10n ** BigInt(pointPlaces);
  const hundredths = (2n * sum * 1000n + below) / (2n * below); // ten points are the most: times 10, times 100
  const digits = hundredths.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

// How much of the weight has points, in percent with one decimal, rounded down: 50 only where it is enough to lodge.
export function scoredPercent(criteria) {
  const places = Math.max(...criteria.map(({ weight }) => decimals(weight)));
  const sum = (some) => some.reduce((weights, { weight }) => weights + whole(weight, places), 0n);
  return Number((1000n * sum(criteria.filter(({ points }) => points !== null))) / sum(criteria)) / 10;
}
