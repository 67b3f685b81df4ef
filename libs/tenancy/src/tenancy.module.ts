import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import type { Schema } from 'mongoose';
import type { TenancyOptions } from './tenancy.options.js';
import { TenantConnectionFactory } from './tenant-connection.factory.js';
import { getTenantModelToken } from './tenant-model.decorator.js';

const TENANCY_OPTIONS = Symbol('TENANCY_OPTIONS');

/**
 * Whether every module sees the factory without importing `TenancyModule`. Default `true`; `false` for an
 * application with several of them. `forFeature` needs it.
 */
export interface TenancyModuleScope {
  global?: boolean;
}

/** Options that need other providers, the base connection for one. */
export interface TenancyAsyncOptions extends TenancyModuleScope, Pick<ModuleMetadata, 'imports'> {
  inject?: FactoryProvider['inject'];
  useFactory: FactoryProvider<TenancyOptions | Promise<TenancyOptions>>['useFactory'];
}

/** A model of `forFeature`. `name` is what `@InjectTenantModel` and `ref` call it. */
export interface TenantModelDefinition {
  name: string;
  schema: Schema;
}

@Module({})
class TenancyFeatureModule {}

/**
 * Provides one `TenantConnectionFactory` and closes it when the application shuts down.
 *
 * @example
 * ```ts
 * import { Module } from '@nestjs/common';
 * import { createConnection } from 'mongoose';
 * import { TenancyModule } from '@rowhouse/tenancy';
 *
 * @Module({
 *   imports: [
 *     TenancyModule.forRootAsync({
 *       useFactory: async () => ({
 *         connection: await createConnection('mongodb://127.0.0.1:27017/master_db').asPromise(),
 *         resolve: (key: string) => (key === 'acme' ? { database: 'org_acme' } : null),
 *       }),
 *     }),
 *   ],
 * })
 * export class AppModule {}
 * ```
 */
@Module({})
export class TenancyModule implements OnApplicationShutdown {
  readonly #factory: TenantConnectionFactory;

  constructor(@Inject(TenantConnectionFactory) factory: TenantConnectionFactory) {
    this.#factory = factory;
  }

  static forRoot(options: TenancyOptions & TenancyModuleScope): DynamicModule {
    return definition({ provide: TENANCY_OPTIONS, useValue: options }, options);
  }

  static forRootAsync(options: TenancyAsyncOptions): DynamicModule {
    const { inject, useFactory } = options;
    return definition({ provide: TENANCY_OPTIONS, inject, useFactory }, options);
  }

  /**
   * Models that each tenant has in its own database, for `@InjectTenantModel(name)`. A name has one schema in the
   * whole application.
   *
   * @example
   * ```ts
   * import { Module } from '@nestjs/common';
   * import { Schema } from 'mongoose';
   * import { TenancyModule } from '@rowhouse/tenancy';
   *
   * const userSchema = new Schema({ email: { type: String, unique: true } });
   *
   * @Module({ imports: [TenancyModule.forFeature([{ name: 'User', schema: userSchema }])] })
   * export class UsersModule {}
   * ```
   */
  static forFeature(models: readonly TenantModelDefinition[]): DynamicModule {
    const providers = models.map(({ name, schema }) => ({
      provide: getTenantModelToken(name),
      inject: [TenantConnectionFactory],
      useFactory: (tenants: TenantConnectionFactory) => tenants.define(name, schema),
    }));
    return { module: TenancyFeatureModule, providers, exports: providers.map(({ provide }) => provide) };
  }

  async onApplicationShutdown(): Promise<void> {
    try {
      await this.#factory.close();
    } catch (error) {
      // A rejection here would keep the other modules from shutting down.
      new Logger(TenancyModule.name).warn(error);
    }
  }
}

function definition(
  options: Provider,
  scope: TenancyModuleScope & Pick<ModuleMetadata, 'imports'>,
): DynamicModule {
  return {
    module: TenancyModule,
    global: scope.global ?? true,
    imports: scope.imports ?? [],
    providers: [
      options,
      {
        provide: TenantConnectionFactory,
        inject: [TENANCY_OPTIONS],
        useFactory: (resolved: TenancyOptions) => new TenantConnectionFactory(resolved),
      },
    ],
    exports: [TenantConnectionFactory],
  };
}
