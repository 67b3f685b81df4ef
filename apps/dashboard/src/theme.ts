import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const row: MantineColorsTuple = [
  '#effaf7',
  '#d5f2ea',
  '#a9e4d5',
  '#74cfba',
  '#41b39c',
  '#229683',
  '#12766a',
  '#0f6157',
  '#0d4e47',
  '#0b403b',
];

const dark: MantineColorsTuple = [
  '#d3d8e0',
  '#b4bac5',
  '#9ba3b0',
  '#6d7583',
  '#3b424e',
  '#2c323c',
  '#20252d',
  '#16191f',
  '#111419',
  '#0c0e12',
];

export const theme = createTheme({
  primaryColor: 'row',
  primaryShade: { light: 6, dark: 6 },
  colors: { row, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, 'DejaVu Sans Mono', monospace",
  headings: { fontWeight: '620', fontFamily: "'Inter Variable', system-ui, sans-serif" },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Anchor: { defaultProps: { inherit: true } },
    Button: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.45 } } },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Close' } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
    PasswordInput: {
      defaultProps: { visibilityToggleButtonProps: { 'aria-label': 'Show or hide the password' } },
    },
  },
});

/** Texts that are meant to step back must still be read by everybody: 4.5:1 and more on every ground. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#59616d',
    '--mantine-color-placeholder': '#6a727e',
    '--mantine-color-error': '#c0262d',
    '--mantine-color-anchor': '#0f6157',
    '--row-ground': '#f7f8f9',
    '--row-card': '#ffffff',
    '--row-line': '#e3e6ea',
    '--row-hover': '#f1f3f5',
    '--row-strong': '#14181f',
    '--row-chosen': '#edf0f2',
  },
  dark: {
    '--mantine-color-dimmed': '#9ba3b0',
    '--mantine-color-placeholder': '#8d95a3',
    '--mantine-color-error': '#ff8b8b',
    '--mantine-color-anchor': '#74cfba',
    '--row-ground': '#111419',
    '--row-card': '#16191f',
    '--row-line': '#2a3039',
    '--row-hover': '#1e232b',
    '--row-strong': '#f2f4f7',
    '--row-chosen': '#262c35',
  },
});
