export const sparse = async () => [];
