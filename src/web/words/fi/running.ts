export const running = {
}
