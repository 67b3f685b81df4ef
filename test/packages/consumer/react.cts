import * as react from '@rowhouse/react';

export const Rowhouse = react.Rowhouse;
