import type { Part } from '../lib/part.ts'

export const texts = {
  // In several places
  on: (impressions: Part, weekday: Part, day: Part) => `${impressions} on ${weekday} ${day}`,
  day: 'Day',
  impressions: 'Impressions',
  before: 'Before',
  change: 'Change',
  share: 'Share',
  sales: 'Sales',
  placement: 'Placement',
  notEnoughData: 'Not enough data',

  // Daily line
  impressionsPerDayNoData: 'Impressions per day: no data.',
  impressionsPerDayTo: (from: Part, to: Part) => `Impressions per day, ${from} to ${to}`,
  lowestHighest: (span: Part, lowest: Part, highest: Part, today: Part) =>
    `${span}: lowest ${lowest}, highest ${highest}${today}.`,
  todaySoFar: (impressions: Part) => `${impressions} today so far`,
  was: (before: Part) => `, was ${before}`,
  today: (impressions: Part, until: Part, was: Part) => `${impressions} today ${until}${was}`,
  soFar: 'so far',
  wholeDay: 'whole day',

  // Burn-up
  goalOf: (goal: Part) => `Goal ${goal}`,
  nothingDeliveredYet: 'Nothing is delivered yet.',
  deliveredUntil: (delivered: Part, day: Part, planned: Part) =>
    `${delivered} delivered until ${day}, ${planned} planned by then.`,
  forecastOfGoal: (forecast: Part, goal: Part) => `Forecast at the end: ${forecast} of ${goal}.`,
  delivered: 'Delivered',
  planned: 'Planned',
  forecast: 'Forecast',

  // Donut
  other: 'Other',

  // Forecast band
  impressionsPerDayNoForecast: 'Impressions per day: no forecast.',
  impressionsPerDayExpected: (from: Part, to: Part, lowest: Part, highest: Part) =>
    `Impressions per day, expected from ${from} to ${to}: lowest ${lowest}, highest ${highest}.`,
  expected: 'Expected',
  interval80: '80% interval',
  to: (low: Part, high: Part) => `${low} to ${high}`,

  // Frequency bars
  peopleByImpressionsNoData: 'People by impressions: no data.',
  peopleByNumberOfImpressions: (shares: Part, bucket: Part, one: Part) =>
    `People by number of impressions: most, ${shares}, saw ${bucket}; ${one} saw one.`,
  oneImpression: 'one impression',
  impressionsOf: (bucket: Part) => `${bucket} impressions`,
  onePersonSaw: (seen: Part) => `One person saw ${seen}.`,
  allPeopleSawEach: (users: Part, seen: Part) => `All ${users} people saw ${seen} each.`,
  impressionsPerPerson: 'Impressions per person',
  people: 'People',

  // Hour line
  at: (impressions: Part, hour: Part) => `${impressions} at ${hour}`,
  ofAnAverageDay: 'of an average day',
  impressionsByHourNoData: (ofDays: Part) => `Impressions by hour ${ofDays}: no data.`,
  impressionsByHourMost: (ofDays: Part, peak: Part, most: Part, hour: Part, lowest: Part) =>
    `Impressions by hour ${ofDays}: most at ${peak} with ${most}, fewest at ${hour} with ${lowest}.`,
  hour: 'Hour',
  average: 'Average',

  // Lag bars
  halfWithin: (duration: Part) => `Half within ${duration}`,
  d: (hours: Part) => `${hours} d`,
  h: (hours: Part) => `${hours} h`,
  timeToConversionNoData: 'Time to conversion: no data.',
  timeToConversion: (median: Part, conversions: Part) =>
    `Time to conversion: ${median}; ${conversions} in the first 12 hours.`,
  hours: 'Hours',

  // Money bars
  commissionPerDayNoData: 'Commission per day: no data.',
  commissionPerDayHighestOn: (totalRevenue: Part, day: Part) =>
    `Commission per day: highest ${totalRevenue} on ${day}.`,
  onOf: (totalRevenue: Part, weekday: Part, day: Part) => `${totalRevenue} on ${weekday} ${day}.`,
  commission: 'Commission',

  // Path sankey
  step: (name: Part, step: Part) => `${name}, step ${step}`,
  salesByThePlacementsSeen: (total: Part) => `${total} sales by the placements seen before them.`,
  salesByThePlacementsSeenBefore: (total: Part, name: Part, conversions: Part) =>
    `${total} sales by the placements seen before them; most straight from ${name}, ${conversions}.`,
  also: (nameOf: Part) => `… (also ${nameOf}) › `,
  path: 'Path',

  // Placement bars
  otherOf: (rest: Part) => `Other (${rest})`,
  impressionsByPlacementNoData: 'Impressions by placement: no data.',
  impressionsByPlacementMost: (name: Part, impressions: Part, share: Part) =>
    `Impressions by placement: most in ${name} with ${impressions}, ${share} of them.`,
  theOneImpressionWasOn: (name: Part) => `The one impression was on ${name}.`,
  allImpressionsWereOn: (impressions: Part, name: Part) => `All ${impressions} impressions were on ${name}.`,

  // Quadrant
  highCvrLowCtr: 'High CVR, low CTR',
  highCtrHighCvr: 'High CTR, high CVR',
  lowCtrLowCvr: 'Low CTR, low CVR',
  clickedRarelySells: 'Clicked, rarely sells',
  ctrAcrossUpMedians: (yName: Part) => `CTR across, ${yName} up, medians as axes.`,
  aboveBothMedians: (lead: Part, best: Part) => `${lead} Above both medians: ${best}.`,
  ctr: 'CTR',
  verdict: 'Verdict',
  yes: 'Yes',

  // Rate bars
  notEnoughDataInAny: (title: Part) => `${title}: not enough data in any placement.`,
  inTheOnlyOne: (title: Part, first: Part, name: Part) =>
    `${title}: ${first} in ${name}, the only one with enough data.`,
  highestInLowestIn: (title: Part, highest: Part, name: Part, lowest: Part, lastName: Part) =>
    `${title}: highest ${highest} in ${name}, lowest ${lowest} in ${lastName}.`,
  range95: '95% range',

  // Slot mix
  limit: (limit: Part) => `Limit ${limit}`,
  organic: 'Organic',
  paidShare: 'Paid share',
  soFarInText: ', so far',
  paidShareNoData: 'Paid share per day: no data.',
  shareOn: (share: Part, day: Part) => `${share} on ${day}`,
  paidSharePerDay: (lowest: Part, highest: Part, above: Part) =>
    `Paid share per day: lowest ${lowest}, highest ${highest}; ${above}.`,
  daysAbove: (days: Part, isOne: boolean, limit: Part) => `above ${limit} on ${days} ${isOne ? 'day' : 'days'}`,
} as const
