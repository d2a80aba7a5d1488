using System.Runtime.CompilerServices;

namespace Ec2KeyPair.Module.Tests;

/// <summary>Nothing of the machine's own AWS set-up or key store gets into a test, and no test looks for an instance profile.</summary>
internal static class TestEnvironment
{
    private static readonly string[] Cleared =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_EC2", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "HTTP_PROXY", "http_proxy", "SSH_AUTH_SOCK",
    ];

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "ec2keypair-tests-aws-" + Environment.ProcessId);

    private static readonly string CredentialsFile = Path.Combine(Folder, "credentials");
    private static readonly string ConfigFile = Path.Combine(Folder, "config");

    /// <summary>Fills the shared files; dispose empties them. For classes of <see cref="EnvironmentScope.Collection"/>.</summary>
    internal static IDisposable SharedFiles(string? credentials = null, string? config = null)
    {
        File.WriteAllText(CredentialsFile, credentials);
        File.WriteAllText(ConfigFile, config);
        return new EmptyFiles();
    }

    [ModuleInitializer]
    internal static void Isolate()
    {
        // The SDK looks once in a process where the shared files are, and takes only what is there by then.
        Directory.CreateDirectory(Folder);
        SharedFiles();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", CredentialsFile);
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", ConfigFile);
        Environment.SetEnvironmentVariable("EC2KEYPAIR_STORE", Path.Combine(Folder, "keys"));
        foreach (var name in Cleared) Environment.SetEnvironmentVariable(name, null);
    }

    private sealed class EmptyFiles : IDisposable
    {
        public void Dispose()
        {
            File.WriteAllText(CredentialsFile, "");
            File.WriteAllText(ConfigFile, "");
        }
    }
}
