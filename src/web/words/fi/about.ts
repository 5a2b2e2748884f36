export const about = {
}
