namespace Ec2KeyPair.Module.Tests;

/// <summary>Where this checkout is.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find(AppContext.BaseDirectory);

    internal static string Manifest { get; } = Path.Combine(Root, "Ec2KeyPair.psd1");

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "KeyPairModule.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
