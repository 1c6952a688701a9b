import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** Deep teal: what can be pressed. */
const teal: MantineColorsTuple = [
  'oklch(0.97 0.015 190)',
  'oklch(0.93 0.03 190)',
  'oklch(0.87 0.055 190)',
  'oklch(0.8 0.08 190)',
  'oklch(0.72 0.095 190)',
  'oklch(0.62 0.1 190)',
  'oklch(0.54 0.095 190)',
  'oklch(0.47 0.085 190)',
  'oklch(0.4 0.075 190)',
  'oklch(0.33 0.06 190)',
]

/** What undoes or ends: darker than Mantine's, so that white words on it can be read by everybody. */
const red: MantineColorsTuple = [
  '#fff5f5',
  '#ffe3e3',
  '#ffc9c9',
  '#ffa8a8',
  '#ff8787',
  '#fa5252',
  '#e03131',
  '#c92a2a',
  '#b02525',
  '#961f1f',
]

const common = {
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 7 },
  colors: { teal, red },
  defaultRadius: 6,
  radius: { xs: '6px', sm: '6px', md: '6px', lg: '6px', xl: '6px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  shadows: {
    xs: 'none',
    sm: 'none',
    md: '0 8px 28px oklch(0.2 0.02 250 / 0.18)',
    lg: '0 8px 28px oklch(0.2 0.02 250 / 0.18)',
    xl: '0 8px 28px oklch(0.2 0.02 250 / 0.18)',
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
} as const

/** For hours of looking: small and dense. */
export const consoleTheme = createTheme({
  ...common,
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  headings: {
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '16px', lineHeight: '24px' } },
  },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    NativeSelect: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    FileInput: { defaultProps: { size: 'xs' } },
    ColorInput: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    Chip: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Modal: { defaultProps: { lockScroll: false } },
    Drawer: { defaultProps: { lockScroll: false } },
  },
})

/** For one thumb: large. */
export const driverTheme = createTheme({
  ...common,
  fontSizes: { xs: '14px', sm: '16px', md: '16px', lg: '20px', xl: '34px' },
  lineHeights: { xs: '20px', sm: '24px', md: '24px', lg: '28px', xl: '40px' },
  components: { Button: { defaultProps: { size: 'md' } } },
})
