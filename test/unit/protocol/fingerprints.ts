/** By version of the protocol. One that was released is never edited; a change of a message adds the next version. */
export const FINGERPRINTS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  1: {
    pushRequest: 'LkCwY5LW2WpzufF-',
    pushResponse: 'az346ExatH-Wwpbp',
    pullRequest: '34zmiLoHf8HFEa5S',
    pullResponse: 'pE-PLrn2zvNHlHwL',
    accessRequest: 'XCFEmcLLB8uBnoZw',
    accessResponse: 'md9o47wSABU5Z64X',
    accessQuery: 'ugAKpn3T6WCmz4xK',
    accessPage: 'PgWnSfh_rLtQWvDO',
    sumsRequest: '_Q70AruA8l-LTOel',
    sumsResponse: 'ez5tin5hZGUFRfMA',
    bucketRequest: 'eZYQLTTTiDwgs7ZR',
    bucketResponse: 'M1Fo5FtLvbhvILwz',
    serverEvent: 'OuRTTyAiUvCm91LF',
    problem: '04HAaqXx45HU03bL',
    rows: 'ZP65JrUpeoMEhLwL',
    mutations: 'QWRXh3flUtuDpS0A',
  },
};
