/** The default palette, by rows of eight: skins, hair and earths; warm; green and blue; violet to grey. #rrggbb. */
export const palette: readonly string[] = [
  ...['#fde3cf', '#f6c9a4', '#e3a57c', '#b97a56', '#8a5a3c', '#5c3a28', '#3a2a24', '#f2d27a'],
  ...['#f4a7a0', '#e8604c', '#c23b3b', '#8f2537', '#f7b267', '#f28c28', '#f2c14e', '#f9e79f'],
  ...['#cfe8b5', '#8fc26b', '#4e9a51', '#2f6b4f', '#bfe6ea', '#6cb8d6', '#3b82c4', '#274b8a'],
  ...['#d9c8ee', '#9b7fc7', '#6a4c93', '#f3b6d0', '#ffffff', '#c9ccd1', '#7d828a', '#2b2d33'],
];
