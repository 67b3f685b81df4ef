export const Logo = ({ size = 26 }: { size?: number }) => (
  <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden>
    <path fill="#12766a" d="M2 14l7-7 7 7v15H2z" />
    <path fill="#41b39c" d="M16 14l7-7 7 7v15H16z" />
    <path fill="#fff" d="M6.5 17h5v5h-5zM20.5 17h5v5h-5z" />
  </svg>
);
