/** By version of the protocol. One that was released is never edited; a change of a message adds the next version. */
export const FINGERPRINTS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: {
    pushRequest: 'LkCwY5LW2WpzufF-',
    pushResponse: '9Q3c-NG_bnijRCID',
    pullRequest: '34zmiLoHf8HFEa5S',
    pullResponse: 'pE-PLrn2zvNHlHwL',
    serverEvent: 'OuRTTyAiUvCm91LF',
    problem: '04HAaqXx45HU03bL',
    rows: 'T4fFnbklCQSdz5dU',
    mutations: '4FX5MFQ4YahzLGz4',
  },
};
