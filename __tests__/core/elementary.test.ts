import { cos, exp, log, pow, sin, tanh } from '../../src/core/elementary.js';
import { bits } from './elementary/float64.js';

// Every one, cos(−10.5) excepted, is the float64 number nearest to the exact value (mpmath 1.3 with 300 bits; 1,500 for
// angles). A machine where one differs would print other digits.
const ONE = {
  exp: [
    [-745.1, '0000000000000001'], [-740.25, '0000000000000042'], [-709.5, '00054e90c99fb878'],
    [-708.4, '000ff15b469edf89'], [-700.1, '00cf52f93df4dfcf'], [-500.3, '12d2a1a93d2e36c1'],
    [-123.456, '34cda9fb9e4ee720'], [-87.3, '38109874c0b9cacb'], [-50.5, '3b61ad9f47f3722a'],
    [-36.7, '3ca0998b04bdd190'], [-20.2, '3e1cfdd5b598d051'], [-10, '3f07cd79b5647c9b'],
    [-5.5, '3f70bd4a5aca7728'], [-2.3, '3fb9aa9046ec997c'], [-1, '3fd78b56362cef38'],
    [-0.7, '3fdfc80db9dd5542'], [-0.1, '3fecf46d99d52b3a'], [-0.002707, '3fefe9daafb8d2bb'],
    [-0.00001, '3fefffeb07515653'], [-1e-17, '3ff0000000000000'], [1e-9, '3ff000000044b830'],
    [0.0027, '3ff00b12fb0f4433'], [0.01, '3ff0292a5d2f2226'], [0.3466, '3ff6a0c5906bc779'],
    [0.5, '3ffa61298e1e069c'], [1, '4005bf0a8b145769'], [2.5, '40285d6fd931e0bb'], [10.1, '40d7c5c09a68d572'],
    [88.7, '47ef4705bbffae5c'], [300.3, '5b02e9c6cabf8f3f'], [709.1, '7fe02af66c763005'],
    [709.78, '7fefe9ce5c4c52b4'],
  ],
  log: [
    [5e-324, 'c0874385446d71c3'], [1e-310, 'c0864e69394d9508'], [2.3e-308, 'c08622e809940dff'],
    [1e-200, 'c07cc845b54b54f2'], [1e-17, 'c043926cd770aa67'], [0.001, 'c01ba18a998fffa0'],
    [0.1, 'c0026bb1bbb55515'], [0.3, 'bff34378fcbda721'], [0.5, 'bfe62e42fefa39ef'], [0.7, 'bfd6d3c324e13f50'],
    [0.7071067811865475, 'bfd62e42fefa39f1'], [0.7071067811865476, 'bfd62e42fefa39ee'],
    [0.75, 'bfd269621134db92'], [0.9, 'bfbaf8e8210a415c'], [0.99, 'bf8495453e6fd4bc'],
    [0.99999, 'bee4f8bc681df714'], [1.0000000000000002, '3cafffffffffffff'], [1.00001, '3ee4f8aea9af0a25'],
    [1.003, '3f688a09a34ca9d6'], [1.004, '3f7059f00cc2f7fc'], [1.1, '3fb8663f793c46cc'],
    [1.25, '3fcc8ff7c79a9a22'], [1.4142135623730951, '3fd62e42fefa39f0'], [1.5, '3fd9f323ecbf984c'],
    [2, '3fe62e42fefa39ef'], [2.718281828459045, '3ff0000000000000'], [3, '3ff193ea7aad030b'],
    [10, '40026bb1bbb55516'], [1000.5, '401ba20da39bd28c'], [1e+22, '40495414621954fe'],
    [1e+200, '407cc845b54b54f2'], [1.7e+308, '40862dd08fdc6f88'],
  ],
  sin: [
    [1e-9, '3e112e0be826d695'], [0.00001, '3ee4f8b588e1e8a2'], [0.01, '3f847acae915e807'],
    [0.1, '3fb98eaecb8bcb2c'], [0.5, '3fdeaee8744b05f0'], [0.7853981633974483, '3fe6a09e667f3bcc'],
    [0.7853981633974484, '3fe6a09e667f3bcd'], [1, '3feaed548f090cee'], [1.5, '3fefeb7a9b2c6d8b'],
    [1.5707963267948966, '3ff0000000000000'], [2, '3fed18f6ead1b446'], [3, '3fc210386db6d55b'],
    [3.141592653589793, '3ca1a62633145c07'], [4, 'bfe837b9dddc1eae'], [5, 'bfeeaf81f5e09933'],
    [6.283185307179586, 'bcb1a62633145c07'], [10, 'bfe1689ef5f34f52'], [-10.5, '3fec2677b8f04315'],
    [22, 'bf8220a29f6eb9f4'], [100, 'bfe03425b78c4db8'], [355, 'beff9bd0307d1de3'], [10000, 'bfd38f2fa75d9289'],
    [103993, 'bef40efdf1eb8de7'], [1000000, 'bfd6664b2568d867'], [1647098.5, 'bfe79884537efa1d'],
    [1647099.5, '3fc5c2b9114232e8'], [10000000, '3fdaea414a8a3352'], [1000000000000000, '3feb76f88136ceba'],
    [1e+22, 'bfeb453ab76bf397'], [-1e+100, '3fd85c5e5b929359'], [1e+300, 'bfea2c16b010e385'],
    [1.7976931348623157e+308, '3f7452fc98b34e97'],
  ],
  cos: [
    [1e-9, '3ff0000000000000'], [0.00001, '3feffffffff920c8'], [0.01, '3fefff9724ad97aa'],
    [0.1, '3fefd712f9a817c1'], [0.5, '3fec1528065b7d50'], [0.7853981633974483, '3fe6a09e667f3bcd'],
    [0.7853981633974484, '3fe6a09e667f3bcc'], [1, '3fe14a280fb5068c'], [1.5, '3fb21bd54fc5f9a7'],
    [1.5707963267948966, '3c91a62633145c07'], [2, 'bfdaa22657537205'], [3, 'bfefae04be85e5d2'],
    [3.141592653589793, 'bff0000000000000'], [4, 'bfe4eaa606db24c1'], [5, '3fd22785706b4ad9'],
    [6.283185307179586, '3ff0000000000000'], [10, 'bfead9ac890c6b1f'], [-10.5, 'bfde6f3270721e3a'],
    [22, 'bfefffadd8d4acda'], [100, '3feb981dbf665fdf'], [355, 'bfefffffffc18e4c'], [10000, 'bfee780e88ec4409'],
    [103993, '3fefffffffe6da77'], [1000000, '3fedf9df9906d32c'], [1647098.5, '3fe59da0529dd5e4'],
    [1647099.5, '3fef88c02ffc9f9e'], [10000000, 'bfed085be7a8f4a1'], [1000000000000000, 'bfe06c154609d33f'],
    [1e+22, '3fe0be2cef01c8f4'], [-1e+100, '3fed9757496841f5'], [1e+300, 'bfe2699022adc4c1'],
    [1.7976931348623157e+308, 'bfefffe62ecfab75'],
  ],
  tanh: [
    [1e-12, '3d719799812dea11'], [0.00001, '3ee4f8b588e06854'], [0.001, '3f50624d77516ce2'],
    [0.01, '3f847ab48ae4595e'], [0.0624, '3fafe84b33cd8a76'], [0.0625, '3faff55997e030d7'],
    [0.0626, '3fb00133f8a22a58'], [0.1, '3fb983d7795f413a'], [0.2, '3fc9439830b3a590'],
    [0.3, '3fd2a4dda7d914fa'], [0.4, '3fd8511573c242d6'], [0.5, '3fdd9353d7568af3'], [0.55, '3fe00442f6419203'],
    [0.6, '3fe12f8292d2ccfc'], [0.7, '3fe356fb17af2e91'], [0.8, '3fe53fca0a748a41'], [0.9, '3fe6ebe982d6605d'],
    [1, '3fe85efab514f394'], [1.25, '3feb2523bb6b2dee'], [1.5, '3fecf6f9786df577'], [2, '3feed9505e1bc3d4'],
    [2.5, '3fef9258260a71c2'], [3, '3fefd77d111a0b00'], [4, '3feffa81708a0b42'], [5, '3fefff419668df11'],
    [7, '3feffffc832750f2'], [-9, 'bfefffffefa59d78'], [-12, 'bfeffffffff59f7c'], [15, '3feffffffffff96a'],
    [18, '3feffffffffffffc'], [19, '3fefffffffffffff'], [21.9, '3ff0000000000000'],
  ],
} satisfies Record<string, (readonly [number, string])[]>;

const POW = [
    [2, 0.5, '3ff6a09e667f3bcd'], [2, -0.5, '3fe6a09e667f3bcd'], [3, 0.5, '3ffbb67ae8584caa'],
    [10, -1, '3fb999999999999a'], [10, 0.1, '3ff4248ef8fc2604'], [10000, -0.25, '3fb999999999999a'],
    [10000, -0.03125, '3fe7ff2224115d9a'], [10000, -0.984375, '3f1e459c57e28a47'],
    [1.1, 10, '4004bffc0c03023e'], [1.1, -10, '3fd8acbdc2d2b1c4'], [0.9, 100, '3efbda056ed49410'],
    [0.5, 0.1, '3feddb680117ab12'], [7, 0.3333333333333333, '3ffe9b5dba58189d'], [7, 22, '43cb213cc3a81131'],
    [0.3, 0.3, '3fe64c8e84c5f4e9'], [0.3, 300.5, '1f50788685116cb0'], [1.0000001, 10000000, '4005bf0a790ce6f2'],
    [0.9999999, -3000000000, '5afc05dbe8fcc5f9'], [1.0000000000000002, 1000000000000000000, '53f44a12826f5073'],
    [123.456, 7.89, '435c37e53d5e93d2'], [-2, -3, 'bfc0000000000000'], [-1.5, 5, 'c01e600000000000'],
    [-3, 40, '43e517168a4523fd'], [5e-324, 0.25, '2f26a09e667f3bcd'], [1e-310, -0.5, '601dd55745cbb7fa'],
    [1e-10, 31.5, '000000000c1069cd'], [2.5, -805, '000000000000039a'], [1.7e+308, 0.999, '7fddc36fbbf4742e'],
    [9.9, 309.5, '7fe9176e84dd377b'], [0.01, -153.9, '7fd6767bd609239c'], [500000, -0.75, '3f0be2188e4aa32f'],
    [3, -20, '3df3b563c2478b73'],
  ] satisfies (readonly [number, number, string])[];

describe('the same bits on every machine', () => {
  const functions = { exp, log, sin, cos, tanh };

  it.each(Object.keys(ONE) as (keyof typeof ONE)[])('%s(x) gives the recorded bits', (name) => {
    for (const [x, expected] of ONE[name]) expect({ x, bits: bits(functions[name](x)) }).toEqual({ x, bits: expected });
  });

  it('pow(x, y) gives the recorded bits', () => {
    for (const [x, y, expected] of POW) expect({ x, y, bits: bits(pow(x, y)) }).toEqual({ x, y, bits: expected });
  });

  it('asks the engine for nothing that it may round as it likes', () => {
    const left = ['exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'sin', 'cos', 'tan', 'atan', 'sinh', 'cosh', 'tanh', 'pow', 'cbrt', 'hypot'] as const;
    const spies = left.map((name) => jest.spyOn(Math, name).mockImplementation(() => { throw new Error(`Math.${name}`); }));
    try {
      for (const x of [0.01, 0.5, 3, 1e10, 1e300]) {
        for (const f of Object.values(functions)) f(x);
        pow(x, 0.3);
      }
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });
});
