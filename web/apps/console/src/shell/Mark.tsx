/** Our sign: a W that is a curve of power. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="oklch(0.47 0.085 190)" />
      <path
        d="M8 10.5 11.2 22l4.8-9 4.8 9L24 10.5"
        fill="none"
        stroke="#fff"
        strokeWidth="2.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
