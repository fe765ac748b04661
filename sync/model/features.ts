/** What a tenant can switch off. One that its configuration does not name is on. */
export type Feature = 'deals' | 'files' | 'reports' | 'customFields' | 'import';

/** A tenant's configuration as the account service gives it; names that nobody here knows switch nothing. */
export type FeatureSwitches = Readonly<Record<string, boolean>>;

const BY_TOPIC: Readonly<Record<string, Feature>> = {
  deals: 'deals',
  pipelines: 'deals',
  files: 'files',
  reports: 'reports',
  fields: 'customFields',
};

/** The features that a change is part of: an imported deal is both. */
function featuresOf(mutationName: string): readonly Feature[] {
  const [topic = '', verb = ''] = mutationName.split('.');
  const own = BY_TOPIC[topic];
  return [...(own === undefined ? [] : [own]), ...(verb === 'importBatch' ? (['import'] as const) : [])];
}

/** The first switched-off feature that a change would need; engine and server both refuse it with FEATURE_OFF. */
export const featureOff = (mutationName: string, switches: FeatureSwitches): Feature | undefined =>
  featuresOf(mutationName).find((feature) => switches[feature] === false);
