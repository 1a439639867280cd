/** How a sold package stands, as people say it. */
export type Condition =
  | 'behind'
  | 'oversold'
  | 'ended_short'
  | 'at_risk'
  | 'ahead'
  | 'on_track'
  | 'warming_up'
  | 'not_started'
  | 'paused'
  | 'completed'
