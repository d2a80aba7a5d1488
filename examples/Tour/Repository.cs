namespace Ec2KeyPair.Tour;

/// <summary>Where this checkout is.</summary>
internal static class Repository
{
    internal static string Manifest { get; } = Path.Combine(Find(AppContext.BaseDirectory), "Ec2KeyPair.psd1");

    private static string Find(string? folder) => folder is null
        ? throw new TourException("the tour runs from a clone of the repository; there is none around " + AppContext.BaseDirectory)
        : File.Exists(Path.Combine(folder, "KeyPairModule.sln")) ? folder : Find(Path.GetDirectoryName(folder));
}
