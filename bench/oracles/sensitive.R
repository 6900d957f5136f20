# What R's survey package says of the invented surveys in tests/stats/invented.py: sensitive
# questions by a design with strata, clusters and weights, and change between two waves.
#
#   Rscript bench/oracles/sensitive.R      R 4.5.0, survey 4.4-2; raking by optim
#
# The same people are made by whole numbers here and in tests/stats/invented.py, so that no file
# need be kept. Printed values stand in tests/stats/test_oracles.py.

suppressMessages(library(survey))
say <- function(name, value) cat(name, formatC(as.numeric(value), digits = 10, format = "g"), "\n")
R.version.string; packageVersion("survey")

i <- 0:479
d <- data.frame(
  person = i, stratum = i %% 3, cluster = i %% 24, size = 40,
  weight = 1 + (i * 7) %% 5 / 2,
  yes = as.numeric((i * 37) %% 101 < 40 + (i %% 24)),
  longer = as.numeric((i * 53) %% 97 < 48),
  direct = as.numeric((i * 29) %% 89 < 20)
)
d$first <- (i * 11) %% 4 + d$longer * ((i * 31) %% 83 < 30)
d$second <- (i * 17) %% 5 + (1 - d$longer) * ((i * 31) %% 83 < 30)
s <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = d, nest = TRUE)

# crosswise with p = .15: (share - .85) / -.7
m <- svymean(~yes, s)
say("crosswise", (coef(m) - .85) / -.7); say("crosswise se", SE(m) / .7)

# lists: difference in means by arm
b <- svyby(~ first + second, ~longer, s, svymean, covmat = TRUE)
one <- svycontrast(b, list(first = c(`1:first` = 1, `0:first` = -1)))
say("list", coef(one)); say("list se", SE(one))
two <- svycontrast(b, list(double = c(`1:first` = .5, `0:first` = -.5, `1:second` = -.5, `0:second` = .5)))
say("double list", coef(two)); say("double list se", SE(two))

# two waves: persons 0-399 in the first, 80-479 in the second; a person's cluster stays
before <- subset(d, person < 400); before$wave <- 1
before$use <- as.numeric((before$person * 41) %% 103 < 30)
after <- subset(d, person >= 80); after$wave <- 2
after$use <- as.numeric((after$person * 41) %% 103 < 45)
long <- rbind(before, after)
p <- svydesign(~person, strata = ~stratum, weights = ~weight, data = long, nest = TRUE)
ch <- svycontrast(svyby(~use, ~wave, p, svymean, covmat = TRUE), c(-1, 1))
say("change", coef(ch)); say("change se", SE(ch))
c2 <- svydesign(~cluster, strata = ~stratum, weights = ~weight, data = long, nest = TRUE)
ch <- svycontrast(svyby(~use, ~wave, c2, svymean, covmat = TRUE), c(-1, 1))
say("change, clusters", coef(ch)); say("change, clusters se", SE(ch))
both <- merge(before, after[, c("person", "use")], by = "person")
both$move <- both$use.y - both$use.x
q <- svydesign(~1, strata = ~stratum, weights = ~weight, data = both)
bal <- svymean(~move, q); say("balanced", coef(bal)); say("balanced se", SE(bal))
say("mcnemar", mcnemar.test(both$use.x, both$use.y, correct = FALSE)$statistic)
say("mcnemar exact", binom.test(sum(both$move == 1), sum(both$move != 0))$p.value)

# attrition: who of the first wave came again
before$came <- as.numeric((before$person * 19) %% 107 < 50 + 20 * (before$person %% 2) + before$person %% 24)
before$odd <- before$person %% 2; before$age <- before$person %% 24
fit <- suppressWarnings(glm(came ~ odd + age + use, binomial, before, weights = weight,
                            control = list(epsilon = 1e-14, maxit = 100)))
say("log odds", coef(fit)[2]); say("log odds", coef(fit)[3]); say("log odds", coef(fit)[4])
again <- subset(before, came == 1)
again$lifted <- again$weight / predict(fit, again, type = "response")
x <- model.matrix(~ odd + age + use, again)
totals <- colSums(model.matrix(~ odd + age + use, before) * before$weight)
# raking: minimise the sum of lifted * exp(x l) - totals l, whose slope is what the margins miss
l <- optim(rep(0, 4), function(l) sum(again$lifted * exp(x %*% l)) - sum(totals * l),
           function(l) as.vector(t(x) %*% (again$lifted * exp(x %*% l)) - totals),
           method = "BFGS", control = list(reltol = 1e-16, maxit = 1000))$par
w <- again$lifted * exp(as.vector(x %*% l))
say("weights", w[1]); say("weights", w[50]); say("weights sum of squares", sum(w^2))

# two groups of one design in two figures: Wald F with the design's degrees of freedom
gd <- svyby(~ yes + direct, ~longer, s, svymean, covmat = TRUE)
L <- rbind(c(-1, 1, 0, 0), c(0, 0, -1, 1)); b2 <- coef(gd); V <- vcov(gd)
names(b2)
diff <- L %*% b2; W <- t(diff) %*% solve(L %*% V %*% t(L)) %*% diff
nu <- degf(s); Fv <- W / 2 * (nu - 1) / nu
say("wald F", Fv); say("wald p", pf(Fv, 2, nu - 1, lower.tail = FALSE))
