package dev.lockstep.writer.survey;

/** The fakes keep the contract too. */
class InMemorySurveyStoresTest extends SurveyStoresContract {
    @Override
    Surveys surveys() {
        return new InMemorySurveys();
    }

    @Override
    Sightings sightings() {
        return new InMemorySightings();
    }

    @Override
    Findings findings() {
        return new InMemoryFindings();
    }
}
