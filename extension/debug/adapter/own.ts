/** Requests of ours, for what the protocol has no words for. */
export const OWN = { reverseStepIn: 'ffiscope/reverseStepIn', reverseStepOut: 'ffiscope/reverseStepOut', runTo: 'ffiscope/runTo', targets: 'ffiscope/targets' } as const;
