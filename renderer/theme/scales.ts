import type { MantineColorsTuple } from '@mantine/core';

const scale = (steps: string): MantineColorsTuple => {
  const [a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = '', i = '', j = ''] = steps.split(' ');
  return [a, b, c, d, e, f, g, h, i, j];
};

/** Ten steps each, lightest first (`dark`: text first, as Mantine expects), for components that ask for a scale. */
export const scales = {
  harbour: scale('#eff7fd #d9edfa #baddf5 #90c5e9 #66addb #3f95c8 #217dae #016390 #01567d #004566'),
  gray: scale('#faf9f7 #f4f2ef #e6e3e0 #d7d4cf #bebab4 #96918b #6c6760 #544f49 #39352f #1e1b18'),
  dark: scale('#ebe9e6 #b8b3ae #99948f #746f6a #4a4744 #2e2b29 #252321 #1b1a18 #171614 #141211'),
  green: scale('#eff9f2 #d8f1df #b6e5c5 #8bd4a5 #61c086 #43a96e #2f935b #267b4c #1e643d #154f2f'),
  yellow: scale('#fef5ea #feebd2 #ffd9a5 #fec26b #eda839 #d0901e #ae760f #906106 #7a5103 #624000'),
  red: scale('#fef3f1 #fde2df #ffc8c1 #fea69c #fc7e73 #f0574e #d93c36 #b82f2b #992220 #791a18'),
};
