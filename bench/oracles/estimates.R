# What R's survey package says of the sample in workplaces.csv. From this folder:
#   Rscript estimates.R > estimates.csv
# The first lines of the answer name the versions. R is asked by nobody but who runs this by hand.
suppressPackageStartupMessages(library(survey))
options(digits = 15, survey.lonely.psu = "fail")
cat("# ", R.version.string, ", survey ", as.character(packageVersion("survey")), "\n", sep = "")
cat("spec,level,domain,estimate,std_error,conf_low,conf_high,df,deff\n")

d <- read.csv("workplaces.csv", na.strings = "", stringsAsFactors = FALSE)
d$no <- as.numeric(d$uses == 0)
d$yes <- as.numeric(d$uses == 1)
d$team <- paste(d$site, d$team) # R takes a team's name for its own over all sites
elements <- svydesign(~1, strata = ~region, weights = ~weight, data = d)
finite <- svydesign(~1, strata = ~region, weights = ~weight, fpc = ~population, data = d)
clusters <- svydesign(~site, strata = ~region, weights = ~weight, data = d)
nested <- svydesign(~place, strata = ~region, weights = ~weight, data = d, nest = TRUE)
one <- svydesign(~site, weights = ~weight, fpc = ~all_sites, data = d)
two <- svydesign(~site + team, strata = ~region, weights = ~weight, fpc = ~sites + teams, data = d)
drawn <- svydesign(~site + team, strata = ~region, fpc = ~sites + teams, data = d)
designs <- list(elements = elements, finite = finite, clusters = clusters, nested = nested, one = one, two = two, drawn = drawn)

show <- function(x) ifelse(is.na(x), "", trimws(formatC(x, digits = 15, format = "g")))
say <- function(spec, level, domain, estimate, se, low = NA, high = NA, df = NA, deff = NA)
  cat(spec, level, domain, show(estimate), show(se), show(low), show(high), show(df), paste0(show(deff), "\n"), sep = ",")
student <- function(spec, level, domain, m, df, deff = NA) {
  reach <- qt(.975, df) * SE(m)
  say(spec, level, domain, coef(m), SE(m), coef(m) - reach, coef(m) + reach, df, deff)
}
deff1 <- function(m) as.numeric(deff(m))

for (name in names(designs)) {
  x <- designs[[name]]
  m <- svymean(~hours, x, na.rm = TRUE, deff = TRUE)
  student(paste0("mean/", name), "", "", m, degf(x), deff1(m))
  student(paste0("total/", name), "", "", svytotal(~overtime, x, deff = TRUE), degf(x), deff1(svytotal(~overtime, x, deff = TRUE)))
  r <- svyratio(~overtime, ~people, x)
  student(paste0("ratio/", name), "", "", r, degf(x))
  for (group in sort(unique(d$sector))) {
    part <- subset(x, sector == group)
    m <- svymean(~hours, part, na.rm = TRUE, deff = TRUE)
    student(paste0("mean by sector/", name), "", group, m, degf(part), deff1(m))
  }
  part <- subset(x, !is.na(uses))
  for (level in 0:1) {
    of <- list(~no, ~yes)[[level + 1]]
    m <- svymean(of, part, deff = TRUE)
    ci <- confint(svyciprop(of, part, method = "xlogit", df = degf(x))) # as "logit", to all digits
    say(paste0("share/", name), level, "", coef(m), SE(m), ci[1], ci[2], degf(x), deff1(m))
    ci <- confint(svyciprop(of, part, method = "beta"))
    say(paste0("share korn-graubard/", name), level, "", coef(m), SE(m), ci[1], ci[2], degf(part), deff1(m))
  }
  for (group in sort(unique(d$sector))) {
    part <- subset(x, sector == group & !is.na(uses))
    ci <- confint(svyciprop(~yes, part, method = "beta"))
    m <- svymean(~yes, part)
    say(paste0("share by sector/", name), 1, group, coef(m), SE(m), ci[1], ci[2], degf(part))
  }
}
x <- clusters
office <- subset(x, sector == "office" & age == "under 40")
m <- svymean(~hours, office, na.rm = TRUE)
student("mean where", "", "", m, degf(office))
for (name in c("clusters", "drawn")) for (q in c(.25, .5, .75)) {
  x <- designs[[name]]
  s <- svyquantile(~hours, x, q, na.rm = TRUE)[[1]]
  say(paste0("quantiles/", name), q, "", s[1], s[4], s[2], s[3], degf(subset(x, !is.na(hours))))
}
x <- clusters
for (group in c("under 40", "40 and over")) {
  s <- svyquantile(~overtime, subset(x, age == group), .5)[[1]]
  say("median by age", 0.5, group, s[1], s[4], s[2], s[3], degf(subset(x, age == group)))
}
by <- svyby(~hours, ~age, x, svymean, na.rm = TRUE, covmat = TRUE)
k <- svycontrast(by, list(d = c(`under 40` = 1, `40 and over` = -1)))
say("difference", "", "", coef(k), SE(k))
for (name in c("elements", "clusters", "two")) {
  both <- subset(designs[[name]], !is.na(uses) & !is.na(sector))
  t <- svychisq(~uses + sector, designs[[name]])
  say(paste0("independence/", name), "", "", t$statistic, NA, t$p.value, NA, t$parameter[1], t$parameter[2])
  m <- svymean(~interaction(uses, sector), both)
  for (i in seq_along(coef(m))) {
    pair <- strsplit(sub("interaction\\(uses, sector\\)", "", names(coef(m))[i]), ".", fixed = TRUE)[[1]]
    say(paste0("cross-table/", name), pair[2], pair[1], coef(m)[i], SE(m)[i])
  }
}

# A stratum with a single cluster
few <- subset(d, !(region == "south" & site != "s1"))
few$region <- factor(few$region) # with strata of text, "adjust" gives Inf in survey 4.4-2
for (rule in c("certainty", "adjust", "average")) {
  options(survey.lonely.psu = rule)
  x <- svydesign(~site, strata = ~region, weights = ~weight, data = few)
  student(paste0("lone/", rule), "", "", svymean(~overtime, x), degf(x))
}
# … and domains of it: the stratum, or another one, has no members
alone <- subset(few, site != "s1" | weight == 12.192) # a single person of the south
for (rule in c("adjust", "average")) {
  options(survey.lonely.psu = rule)
  designs_of_few <- list(
    elements = svydesign(~1, strata = ~region, weights = ~weight, data = alone),
    clusters = svydesign(~site, strata = ~region, weights = ~weight, data = few),
    two = svydesign(~site + team, strata = ~region, weights = ~weight, fpc = ~sites + teams, data = few)
  )
  for (name in names(designs_of_few)) for (away in c("south", "west")) {
    part <- subset(designs_of_few[[name]], region != away)
    student(paste0("lone/", rule, " without ", away, "/", name), "", "", svymean(~overtime, part), degf(part))
    if (rule == "average") student(paste0("lone/average total without ", away, "/", name), "", "", svytotal(~overtime, part), degf(part))
  }
}
options(survey.lonely.psu = "fail")

# Weights that meet margins
sums <- list(age = c(`under 40` = 2600, `40 and over` = 2900), region = c(north = 1700, south = 1200, west = 2600))
frame <- function(v) setNames(data.frame(names(sums[[v]]), as.numeric(sums[[v]])), c(v, "Freq"))
# `rake` takes residuals from plain means within margins, where `postStratify` and `calibrate` weigh
# them: the two agree only where all weights are the same. So the residuals are worked out here.
residual <- function(x, raked, z) {
  e <- resid(lm(z ~ age + region, data = d, weights = weights(x)))
  SE(svytotal(~e, update(x, e = weights(raked) / weights(x) * e)))
}
for (name in c("elements", "clusters", "two")) {
  x <- designs[[name]]
  r <- rake(x, list(~age, ~region), list(frame("age"), frame("region")), control = list(epsilon = 1e-11, maxit = 500))
  w <- weights(r)
  whole <- sum(w * d$overtime)
  say(paste0("raked mean/", name), "", "", whole / sum(w), residual(x, r, (d$overtime - whole / sum(w)) / sum(w)), NA, NA, degf(x))
  say(paste0("raked total/", name), "", "", whole, residual(x, r, d$overtime), NA, NA, degf(x))
  for (group in sort(unique(d$sector))) {
    inside <- !is.na(d$sector) & d$sector == group
    there <- sum(w * d$overtime * inside) / sum(w * inside)
    say(paste0("raked mean by sector/", name), "", group, there, residual(x, r, inside * (d$overtime - there) / sum(w * inside)))
  }
  p <- postStratify(x, ~age, frame("age"))
  student(paste0("post-stratified mean/", name), "", "", svymean(~overtime, p), degf(x))
  g <- calibrate(x, ~age + people, c(`(Intercept)` = 5500, `ageunder 40` = 2600, people = 180000))
  student(paste0("calibrated mean/", name), "", "", svymean(~overtime, g), degf(x))
}
g <- calibrate(drawn, ~age + people, c(`(Intercept)` = 5500, `ageunder 40` = 2600, people = 180000))
student("calibrated mean from sizes", "", "", svymean(~overtime, g), degf(drawn))
one <- svydesign(~site, weights = ~weight, data = d)
j <- rake(as.svrepdesign(one, type = "JK1"), list(~age), list(frame("age")), control = list(epsilon = 1e-11, maxit = 500))
m <- svymean(~overtime, j)
say("jackknife", "", "", coef(m), SE(m), NA, NA, 14)
