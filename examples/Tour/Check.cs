namespace Ec2KeyPair.Tour;

/// <summary>Says what was checked; the first check that fails ends the tour.</summary>
internal sealed class Check(Screen screen)
{
    internal int Count { get; private set; }

    /// <exception cref="TourException">The fact is not one.</exception>
    internal void That(bool fact, string text)
    {
        if (!fact) throw new TourException($"this should be so and is not: {text}");
        Count++;
        screen.Success(text);
    }

    /// <summary>A command that should have had no errors; silent when it had none.</summary>
    /// <exception cref="TourException">It had.</exception>
    internal static void HasNoErrors(CommandOutcome outcome)
    {
        if (outcome.Errors.Count > 0) throw new TourException($"the last command reported {string.Join(", ", outcome.ErrorIds)}.");
    }
}
