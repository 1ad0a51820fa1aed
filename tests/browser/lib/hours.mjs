// Words leave at once whatever the day and the hour at which the suite is run: the director says that no hour is quiet.
import { visitor } from "./visitor.mjs";

export async function noHourIsQuiet(director) {
  await director.go("/reglages/heures-calmes");
  for (const name of ["de", "a"]) await director.fill(name, "03:00");
  for (const name of ["week_end", "conges"]) await director.page.locator(`[name=${name}]`).uncheck();
  await director.tap("Enregistrer");
  await director.sees("Les heures calmes sont enregistrées", "that no hour is quiet");
}

export async function noHourIsQuietIn(school) {
  const { login, password } = school.logins.find((one) => /^directrice/.test(one.role));
  const director = await visitor("director", school.base);
  await director.signIn(login, password);
  await noHourIsQuiet(director);
  await director.leave();
}
