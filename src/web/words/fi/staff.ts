export const staff = {
}
