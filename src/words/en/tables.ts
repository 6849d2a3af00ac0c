/** What tables and pictures say around the numbers. */
export interface TableWords {
  readonly rowsSumTo1: string;
  readonly head: (number: number, of: number) => string;
  readonly batchItem: (number: number, of: number) => string;
  readonly layer: (number: number, of: number) => string;
  readonly problem: (number: number, of: number) => string;
  readonly problems: (count: number) => string;
  readonly masked: string;
  readonly noRows: string;
  readonly noColumns: string;
  readonly left: {
    readonly columns: (shown: number, of: number) => string;
    readonly rows: (shown: number, of: number) => string;
  };
  readonly showing: (what: string) => string;
  readonly otherHeads: (of: number) => string;
  readonly before: (hidden: string) => string;
  readonly after: (hidden: string) => string;
  readonly largest: (count: number) => string;
  readonly othersShare: (count: number, share: string) => string;
  readonly everyBlock: (size: number) => string;
  readonly bits: string;
  readonly nats: string;
}

export const tables: TableWords = {
  rowsSumTo1: 'rows sum to 1',
  head: (number, of) => `head ${number} of ${of}`,
  batchItem: (number, of) => `batch item ${number} of ${of}`,
  layer: (number, of) => `layer ${number} of ${of}`,
  problem: (number, of) => `problem ${number} of ${of}`,
  problems: (count) => `${count} problems`,
  masked: 'masked: may not attend',
  noRows: '(no rows)',
  noColumns: '(no columns)',
  left: {
    columns: (shown, of) => `${shown} of ${of} columns`,
    rows: (shown, of) => `${shown} of ${of} rows`,
  },
  showing: (what) => `showing ${what}; --full, --width or --json for all`,
  otherHeads: (of) => `the first of ${of}; --head N or --batch N for another, --full or --json for all`,
  before: (hidden) => `before hiding ${hidden}`,
  after: (hidden) => `after hiding ${hidden}`,
  largest: (count) => (count === 1 ? 'the largest weight of each row' : `the ${count} largest weights of each row`),
  othersShare: (count, share) => `${count} ${count === 1 ? 'other has' : 'others share'} ${share}`,
  everyBlock: (size) => `every block is the mean of up to ${size} by ${size} cells`,
  bits: 'bits',
  nats: 'nats',
};
