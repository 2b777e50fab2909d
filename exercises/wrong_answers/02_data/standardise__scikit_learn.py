"""You hand the work to scikit-learn; here you write the step that it takes for you."""


def standardise(train, test):
    from sklearn.impute import SimpleImputer
    from sklearn.preprocessing import StandardScaler

    fill = SimpleImputer().fit(train)
    scale = StandardScaler().fit(fill.transform(train))
    return scale.transform(fill.transform(train)), scale.transform(fill.transform(test)) if len(test) else test
