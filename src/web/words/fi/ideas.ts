export const ideas = {
}
