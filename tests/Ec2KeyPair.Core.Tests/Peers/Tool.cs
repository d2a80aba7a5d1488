using System.Diagnostics;
using System.Text;

namespace Ec2KeyPair.Core.Tests.Peers;

/// <summary>What a tool answered.</summary>
public sealed record ToolResult(int ExitCode, byte[] Output, string Error)
{
    public string Text => Encoding.UTF8.GetString(Output).Trim();

    /// <summary>Fails the test with the tool's own words when it did not succeed.</summary>
    public ToolResult MustSucceed()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}{Text}");
        return this;
    }
}

/// <summary>A real tool (ssh-keygen, openssl, puttygen ...) that a test compares with. Where it is not installed the test skips by its name.</summary>
public sealed class Tool
{
    private readonly string? _path;

    private Tool(string name)
    {
        Name = name;
        _path = Find(name);
    }

    public static Tool SshKeygen { get; } = new("ssh-keygen");

    public static Tool OpenSsl { get; } = new("openssl");

    public static Tool PuttyGen { get; } = new("puttygen");

    public string Name { get; }

    public bool IsInstalled => _path is not null;

    public static Tool Named(string name) => new(name);

    /// <summary>Runs the tool; skips the test when it is not installed.</summary>
    public ToolResult Run(params string[] arguments) => Run([], arguments);

    /// <summary>Runs the tool with variables of its own.</summary>
    public ToolResult Run(IReadOnlyDictionary<string, string> environment, params string[] arguments) => Run(environment, [], arguments);

    /// <summary>Runs the tool with bytes on its standard input.</summary>
    public ToolResult Run(byte[] input, params string[] arguments) => Run(new Dictionary<string, string>(), input, arguments);

    private ToolResult Run(IReadOnlyDictionary<string, string> environment, byte[] input, string[] arguments)
    {
        Skip.If(_path is null, $"{Name} is not installed");
        var start = new ProcessStartInfo(_path!)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["SSH_ASKPASS_REQUIRE"] = "never";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        var copied = process.StandardOutput.BaseStream.CopyToAsync(output);
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not want its input; its exit code tells.
        }
        if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Name} {string.Join(' ', arguments)}");
        }
        copied.GetAwaiter().GetResult();
        return new ToolResult(process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult());
    }

    internal static string? Find(string name)
    {
        string[] endings = OperatingSystem.IsWindows() ? [".exe"] : [""];
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, name + ending)))
            .FirstOrDefault(File.Exists);
    }
}
